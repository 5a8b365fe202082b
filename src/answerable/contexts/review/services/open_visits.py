"""Let somebody who had no part in it call a dissatisfied resident back."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.clocks import visit_subject
from answerable.contexts.review.domain.calls import first_call_at
from answerable.contexts.review.enums import CallTime
from answerable.contexts.review.events import VisitOpened
from answerable.contexts.review.models import Rating, ReturnVisit


def open_visits(rows: Sequence[Rating], facts: Mapping[cases.RoundId, cases.CaseFact]) -> list[VisitOpened]:
    """Open a return visit with its clock for each dissatisfied rating, in the caller's transaction."""
    visits = ReturnVisit.objects.bulk_create([_visit(row) for row in rows])
    dues = deadlines.apply_clocks([_clock(visit, facts[cases.RoundId(visit.round_id)]) for visit in visits])
    for visit, due in zip(visits, dues, strict=True):
        visit.due_at = due.get(deadlines.ClockKind.RETURN_VISIT)
    ReturnVisit.objects.bulk_update(visits, ["due_at"])
    # The resident knows of it by the rating that it follows.
    if visits:
        journal.record_rows("review.visits.opened", visits[0].opened_at, ledger.told(visits))
    return [
        VisitOpened(v.pk, v.case_id, v.round_id, v.handling_unit_id, v.due_at, v.opened_at) for v in visits
    ]


def _visit(row: Rating) -> ReturnVisit:
    wished = first_call_at(CallTime(row.call_time), timezone.localtime(row.at)) if row.may_call else row.at
    return ReturnVisit(
        rating=row,
        case_id=row.invitation.case_id,
        round_id=row.invitation.round_id,
        handling_unit_id=row.invitation.unit_id,
        opened_at=row.at,
        call_at=wished,
    )


def _clock(visit: ReturnVisit, fact: cases.CaseFact) -> deadlines.ClockStart:
    return deadlines.ClockStart(
        subject=visit_subject(visit.pk),
        clock=deadlines.ClockKind.RETURN_VISIT,
        kind=fact.kind,
        topics=cases.topics().line(fact.topic_code),
        at=visit.opened_at,
    )
