"""What a submission has to be before it is kept: cleaned, and within limits that are told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.domain.submission import NewSubmission
from answerable.kernel.errors import Fault, Sentence
from answerable.kernel.text import clean

MAX_TEXT = 20_000
MAX_TITLE = 200
MAX_PLACE = 300
MAX_ACCUSED = 500
MAX_SOURCE_ID = 120
MAX_KEY = 200
MAX_ATTACHMENTS = 20
MAX_CONTACT = 300
LANGUAGES = ("zh", "en")

_CODE = re.compile(r"[a-z0-9_.\-]{0,60}")
_TOO_LONG: Sentence = _("This is longer than %(limit)d characters. Shorten it, or attach it as a file.")


@dataclass(frozen=True, slots=True)
class Words:
    """The codes that the house knows. Topics are looked up only for whoever names one."""

    channels: frozenset[str]
    kinds: frozenset[str]
    knows_topic: Callable[[str], bool] = lambda code: True


def cleaned(new: NewSubmission) -> NewSubmission:
    """Return it with every text as it is stored; a title alone is the text."""
    title, text = clean(new.title), clean(new.text)
    return replace(
        new,
        title=title if text else "",
        text=text or title,
        place=clean(new.place),
        accused_words=clean(new.accused_words),
        source_id=clean(new.source_id),
        idempotency_key=new.idempotency_key.strip(),
    )


def faults_of(new: NewSubmission, words: Words) -> tuple[Fault, ...]:
    """Return everything that is wrong with a cleaned submission, each with its field."""
    return (*_lengths(new), *_codes(new, words), *_rest(new))


def _lengths(new: NewSubmission) -> Iterator[Fault]:
    limits = (
        ("text", new.text, MAX_TEXT),
        ("title", new.title, MAX_TITLE),
        ("place", new.place, MAX_PLACE),
        ("accused_words", new.accused_words, MAX_ACCUSED),
        ("source_id", new.source_id, MAX_SOURCE_ID),
        ("idempotency_key", new.idempotency_key, MAX_KEY),
    )
    for field, value, limit in limits:
        if len(value) > limit:
            yield Fault(field, str(_TOO_LONG) % {"limit": limit})
    if new.contact is not None:
        for field in ("name", "phone", "email", "id_number", "address"):
            if len(getattr(new.contact, field)) > MAX_CONTACT:
                yield Fault(f"contact.{field}", str(_TOO_LONG) % {"limit": MAX_CONTACT})


def _codes(new: NewSubmission, words: Words) -> Iterator[Fault]:
    if new.channel not in words.channels:
        yield Fault("channel", _("There is no such channel."))
    if new.kind and new.kind not in words.kinds:
        yield Fault("kind", _("There is no such kind. Leave it out if you are not sure."))
    if not _CODE.fullmatch(new.topic_code) or (new.topic_code and not words.knows_topic(new.topic_code)):
        yield Fault("topic", _("There is no such topic. Leave it out if you are not sure."))
    if new.language not in LANGUAGES:
        yield Fault("language", _("Write zh or en."))


def _rest(new: NewSubmission) -> Iterator[Fault]:
    if not new.text:
        yield Fault("text", _("Say in a sentence or two what it is about."))
    if (new.lat is None) != (new.lon is None):
        yield Fault("lat", _("A point needs both latitude and longitude."))
    elif new.lat is not None and new.lon is not None and not (abs(new.lat) <= 90 and abs(new.lon) <= 180):
        yield Fault("lat", _("Latitude lies within ±90, longitude within ±180."))
    if len(new.attachment_ids) > MAX_ATTACHMENTS:
        yield Fault("attachments", _("There are more than 20 attachments. Keep those that matter."))
