"""Something has happened to a case: its resident is written to, if they left an address and it is safe.

Every message is neutral (SECURITY, T17, T28): that there is news, never what about. What is new is read on the tracking
page. Of an answer the invitation to rate it tells (review).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import TemplatePurpose
from answerable.contexts.cases.events import CaseOpened, ExtensionApproved, ResidentAsked, RoundReopened
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import Purpose
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import VisitState
from answerable.contexts.review.events import ContestDecided, VisitConcluded
from answerable.kernel.events import afterwards

_TOLD = (VisitState.REFUSED, VisitState.UNREACHABLE)
# From an event, the facts of its case and the address to the text.
Text = Callable[[Any, parties.Address], str]


def _write(happened: Sequence[Any], purpose: Purpose, what: str, text: Text) -> None:
    facts = cases.facts_of([cases.CaseId(event.case_id) for event in happened])
    where = parties.addresses({f.party_id for f in facts.values() if f.party_id is not None})
    messages = []
    for event in happened:
        fact = facts.get(cases.CaseId(event.case_id))
        address = where.get(fact.party_id) if fact is not None and fact.party_id is not None else None
        if fact is None or address is None or fact.party_id is None:
            continue
        messages.append(
            messaging.NewMessage(
                party_id=fact.party_id,
                purpose=purpose,
                key=f"{what}:{event.case_id}:{event.at.isoformat()}",
                channel=address.channel,
                subject=review.neutral_subject(address.language),
                body=text(event, address),
                chain=fact.reference,
                from_hour=address.safe.from_hour,
                to_hour=address.safe.to_hour,
                unwanted=review.why_unwanted(fact, address),
                fallback=review.other_way(fact, address),
                at=event.at,
            )
        )
    messaging.queue_messages(messages, at=max(event.at for event in happened))


def _news(language: str) -> str:
    """That there is something to read, and nothing else."""
    with override(review.language_tag(language)):
        return gettext(
            "There is news about what you sent us. Please look at it with your number and query code; what you can"
            " do is written there."
        )


def _day(at: datetime, language: str) -> str:
    with override(review.language_tag(language)):
        return date_format(timezone.localdate(at), "DATE_FORMAT")


def _acknowledgement(_: CaseOpened, to: parties.Address) -> str:
    fitting = cases.templates_for(TemplatePurpose.ACKNOWLEDGEMENT, channel=to.channel)
    body = messaging.neutral_body((one.body(to.language) for one in fitting), {})
    if body is not None:
        return body
    with override(review.language_tag(to.language)):
        return gettext("We have what you sent us. With your number and query code you can see how far it is.")


def _reminder(code: str, due: datetime | None, to: parties.Address) -> str:
    facts = {} if due is None else {"due": _day(due, to.language)}
    own = cases.template(code)
    bodies = [own.body(to.language)] if own is not None and own.active else []
    return messaging.neutral_body(bodies, facts) or _news(to.language)


@afterwards(CaseOpened)
def acknowledge(happened: Sequence[CaseOpened]) -> None:
    _write(happened, Purpose.ACKNOWLEDGEMENT, "acknowledged", _acknowledgement)


@afterwards(RoundReopened)
def tell_of_another_round(happened: Sequence[RoundReopened]) -> None:
    _write(happened, Purpose.PROGRESS, "reopened", lambda _, to: _news(to.language))


@afterwards(ExtensionApproved)
def tell_of_more_time(happened: Sequence[ExtensionApproved]) -> None:
    _write(
        happened,
        Purpose.PROGRESS,
        "extended",
        lambda event, to: _reminder("reminder.extended", event.due_at, to),
    )


@afterwards(ResidentAsked)
def ask(happened: Sequence[ResidentAsked]) -> None:
    _write(happened, Purpose.REMINDER, "asked", lambda _, to: _reminder("reminder.waiting", None, to))


@afterwards(VisitConcluded)
def tell_of_refusal(happened: Sequence[VisitConcluded]) -> None:
    told = [event for event in happened if event.outcome in _TOLD]
    if told:
        _write(told, Purpose.REFUSAL, "refused", lambda _, to: _news(to.language))


@afterwards(ContestDecided)
def tell_of_rejection(happened: Sequence[ContestDecided]) -> None:
    told = [event for event in happened if not event.allowed]
    if told:
        _write(told, Purpose.REFUSAL, "contest", lambda _, to: _news(to.language))
