"""Record a call to a dissatisfied resident."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.enums import AttemptOutcome, ReviewAct
from answerable.contexts.review.models import VisitAttempt
from answerable.contexts.review.permissions import require
from answerable.contexts.review.services.visits import lock_visit
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean

LONGEST_NOTE = 2000
AGAIN_AFTER = timedelta(hours=3)
_AGAIN = (AttemptOutcome.NO_ANSWER, AttemptOutcome.BUSY)


@transaction.atomic
def record_attempt(
    *,
    actor: Actor,
    visit_id: UUID,
    outcome: AttemptOutcome,
    note: str,
    at: datetime,
    call_back_at: datetime | None = None,
) -> None:
    """Add a call; one without an answer puts the visit three hours back in the queue, a promise to its time.

    Raises:
        VisitNotFound, NotPermitted, NotIndependent, IllegalMove: the actor does not have this visit.
        Invalid: no time for the call that was promised, or the note is too long.
    """
    visit = lock_visit(actor, visit_id)
    require(actor, ReviewAct.RECORD_ATTEMPT, visit, at)
    _check(outcome, note, call_back_at, at)
    attempt = VisitAttempt.objects.create(
        visit=visit,
        post_id=visit.reviewer_post_id or 0,
        at=at,
        outcome=outcome,
        note=clean(note),
        call_back_at=call_back_at if outcome is AttemptOutcome.CALL_BACK else None,
    )
    if outcome is AttemptOutcome.CALL_BACK and call_back_at is not None:
        visit.call_at = call_back_at
    elif outcome in _AGAIN:
        visit.call_at = at + AGAIN_AFTER
    visit.save(update_fields=["call_at"])
    rows = ledger.all_rows(ledger.told([attempt]), ledger.told([visit], ["call_at"]))
    journal.record(actor, "review.visit.called", visit, at, {"outcome": str(outcome)}, rows=rows)


def _check(outcome: AttemptOutcome, note: str, call_back_at: datetime | None, at: datetime) -> None:
    faults = []
    if outcome is AttemptOutcome.CALL_BACK and (call_back_at is None or call_back_at <= at):
        faults.append(Fault("call_back_at", _("Say when the resident wishes to be called.")))
    if len(note) > LONGEST_NOTE:
        faults.append(Fault("note", _("Please keep to 2,000 characters.")))
    if faults:
        raise Invalid(faults)
