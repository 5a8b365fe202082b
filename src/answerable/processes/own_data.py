"""Give residents what is kept of their matter: readable, machine-readable, and their files as they sent them."""

import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import get_language

from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.files.errors import FileHeld, NoCleanCopy
from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation import api as organisation
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.kernel.actor import Actor

# The words of the form, so that machines can read it in ten years.
FORM = "answerable/own-data/v1"
Told = Mapping[str, Any]


def write_own_data(
    *, case_id: cases.CaseId, target: BinaryIO, readable: Callable[[Told], str], at: datetime
) -> None:
    """Write a ZIP: `data.json`, `data.html` (drawn by `readable`) and the files. That it was taken is recorded.

    The caller has asked for reference and code. No member of staff and nobody complained of is named in it but by the
    resident's own words.
    """
    view = cases.public_view(case_id, at)
    told = gather(view, at)
    sent = intake.as_it_came(view.reference)
    own = {*(sent.attachment_ids if sent is not None else ())}
    own |= {one.file_id for one in view.attachments if one.from_resident}
    held = [one.file_id for one in view.attachments]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2))
        parts.writestr("data.html", readable(told))
        for number, file in enumerate(files.describe(dict.fromkeys([*own, *held])).values(), start=1):
            _write_file(parts, number, file, original=file.public_id in own)
    actor = Actor.resident(case_id)
    ledger.record(actor=actor, code="retention.data.taken", at=at, chain=view.reference, pub={})


def _write_file(parts: zipfile.ZipFile, number: int, file: files.FileView, *, original: bool) -> None:
    """Write what they sent as they sent it, and of what they were sent the copy that the portal shows.

    What the scanner has not let go, and what can't be copied safely, is left out: `data.json` names nothing of it.
    """
    try:
        opened = files.open_file(file.public_id, original=original)
    except (FileHeld, NoCleanCopy):
        return
    # A name that somebody typed must not lead out of the folder.
    name = opened.name.replace("/", "_").replace("\\", "_").lstrip(".") or "file"
    with parts.open(f"files/{number:02}-{name}", "w") as part:
        for piece in opened.content:
            part.write(piece)


def gather(view: cases.PublicView, at: datetime) -> Told:
    """Return everything that is kept of a matter and may be told to whoever it came from, as plain values."""
    units = organisation.units()
    sent = intake.as_it_came(view.reference)
    contact = parties.own_contact(view.party_id) if view.party_id is not None else None
    texts = messaging.texts_to(view.party_id, view.reference) if view.party_id is not None else []
    return {
        "form": FORM,
        "language": get_language() or "zh-hans",
        "taken": _when(at),
        "matter": {
            "reference": view.reference,
            "kind": str(view.kind.label),
            "topic": cases.topics().name(view.topic_code) if view.topic_code else "",
            "title": view.title,
            "text": view.text,
            "place": view.place,
            "channel": str(view.channel.label),
            "received": _when(view.received_at),
            "state": str(view.state.label),
            "erased": _when(view.erased_at),
        },
        "as_you_sent_it": None
        if sent is None
        else {
            "title": sent.title,
            "text": sent.text,
            "place": sent.place,
            "complained_of": sent.accused_words,
            "received": _when(sent.received_at),
        },
        "contact": parties.fields_of(contact) if contact is not None else None,
        "happened": [
            {"at": _when(one.at), "what": str(one.sentence), "words": one.words} for one in view.entries
        ],
        "answers": [
            {
                "at": _when(one.at),
                "unit": units.name(one.unit_id),
                "outcome": str(one.outcome.label),
                "text": one.text,
            }
            for one in view.answers
        ],
        "ratings": [
            {
                "at": _when(one.rating.at),
                "satisfaction": str(one.rating.satisfaction.label),
                "resolved": str(one.rating.resolved.label),
                "comment": one.rating.comment,
            }
            for one in review.resident_reviews(view.case_id, at=at)
            if one.rating is not None
        ],
        "messages": [
            {
                "queued": _when(one.queued_at),
                "purpose": str(one.purpose.label),
                "state": str(one.state.label),
                "subject": one.subject,
                "text": one.body,
            }
            for one in texts
        ],
        "who_looked": [
            {
                "at": _when(one.at),
                "unit": units.name(one.unit_id),
                "post": one.post_title,
                "what": str(one.kind.label),
                "why": str(one.why),
            }
            for one in view.looks
        ],
    }


def _when(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""
