"""Decide on a return visit."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.clocks import visit_subject
from answerable.contexts.review.domain.calls import MIN_ATTEMPTS, MIN_DAYS, SPOKEN, tried_enough
from answerable.contexts.review.enums import AttemptOutcome, Outcome, ReviewAct, VisitState
from answerable.contexts.review.errors import CallFirst, NotYetUnreachable
from answerable.contexts.review.events import VisitConcluded
from answerable.contexts.review.models import ReturnVisit
from answerable.contexts.review.permissions import require
from answerable.contexts.review.services.visits import lock_visit
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.events import publish
from answerable.kernel.text import clean

LONGEST_REASON = 4000
_WRITTEN = ("state", "reason", "concluded_at", "contest_until")
_CONTESTABLE = (Outcome.REFUSED, Outcome.UNREACHABLE)


@transaction.atomic
def conclude_visit(*, actor: Actor, visit_id: UUID, outcome: Outcome, reason: str, at: datetime) -> None:
    """End a visit: upheld, the round is done again one level up; settled or unreachable, it is closed; refused, the
    resident reads the reason and may contest it once.

    Raises:
        VisitNotFound, NotPermitted, NotIndependent, IllegalMove: the actor does not have this visit.
        Invalid: no reason is given, which the resident will read.
        CallFirst: nobody has spoken with the resident yet, though the resident may be called.
        NotYetUnreachable: it was not tried often enough.
    """
    visit = lock_visit(actor, visit_id)
    require(actor, ReviewAct.CONCLUDE, visit, at)
    words = _reason(outcome, reason)
    _check_calls(visit, outcome)
    visit.state = VisitState(outcome.value)
    visit.reason, visit.concluded_at = words, at
    if outcome in _CONTESTABLE:
        visit.contest_until = at + timedelta(days=settings.OPTIONS.contest_days)
    visit.save(update_fields=_WRITTEN)
    deadlines.stop_clocks(subjects=[visit_subject(visit.pk)], at=at)
    _CONSEQUENCES[outcome](actor, visit, at)
    journal.record(
        actor,
        "review.visit.concluded",
        visit,
        at,
        {"outcome": outcome.value, "reason": words},
        rows=ledger.told([visit], _WRITTEN),
    )
    publish([VisitConcluded(visit.pk, visit.case_id, visit.round_id, VisitState(visit.state), at)])


def _reason(outcome: Outcome, reason: str) -> str:
    words = clean(reason)
    faults = []
    if not words and outcome is not Outcome.SETTLED:
        faults.append(Fault("reason", _("Give the reason. The resident will read it.")))
    if len(words) > LONGEST_REASON:
        faults.append(Fault("reason", _("Please keep to 4,000 characters.")))
    if faults:
        raise Invalid(faults)
    return words


def _check_calls(visit: ReturnVisit, outcome: Outcome) -> None:
    calls = list(visit.attempts.order_by("id"))
    enough = tried_enough(timezone.localdate(call.at) for call in calls)
    if outcome is Outcome.UNREACHABLE and not enough:
        raise NotYetUnreachable(attempts=MIN_ATTEMPTS, days=MIN_DAYS)
    if outcome is Outcome.SETTLED and not any(call.outcome == AttemptOutcome.REACHED for call in calls):
        raise CallFirst
    spoken = any(call.outcome in SPOKEN for call in calls)
    if (
        outcome is Outcome.REFUSED
        and visit.rating.may_call
        and not (spoken or enough or not _has_party(visit))
    ):
        raise CallFirst


def _has_party(visit: ReturnVisit) -> bool:
    """An anonymous resident can't be called; what they wrote has to do."""
    case_id = cases.CaseId(visit.case_id)
    return cases.facts_of([case_id])[case_id].party_id is not None


def _uphold(actor: Actor, visit: ReturnVisit, at: datetime) -> None:
    cases.reopen_round(actor=actor, round_id=cases.RoundId(visit.round_id), reason=visit.reason, at=at)


def _close(actor: Actor, visit: ReturnVisit, at: datetime) -> None:
    cases.close_rounds(
        actor=journal.SYSTEM, round_ids=[cases.RoundId(visit.round_id)], why=visit.reason, at=at
    )


def _wait_for_contest(actor: Actor, visit: ReturnVisit, at: datetime) -> None:
    """The round stays contested until the resident has had the time to object."""


_CONSEQUENCES: Mapping[Outcome, Callable[[Actor, ReturnVisit, datetime], None]] = {
    Outcome.UPHELD: _uphold,
    Outcome.SETTLED: _close,
    Outcome.UNREACHABLE: _close,
    Outcome.REFUSED: _wait_for_contest,
}
