"""Ask and call no more about rounds that have ended without us: withdrawn, or reopened by somebody above."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.clocks import contest_subject, visit_subject
from answerable.contexts.review.enums import ContestState, InvitationState, VisitState
from answerable.contexts.review.models import Contest, Invitation, ReturnVisit


@transaction.atomic
def end_reviews(*, round_ids: Sequence[int], at: datetime) -> None:
    """End the open invitations, visits and contests of these rounds; repeating it changes nothing."""
    visits = ReturnVisit.objects.filter(round_id__in=round_ids)
    called = visits.filter(state__in=[VisitState.WAITING, VisitState.TAKEN])
    invitations = Invitation.objects.filter(round_id__in=round_ids, state=InvitationState.OPEN)
    contests = Contest.objects.filter(visit__in=visits, state=ContestState.OPEN)
    subjects = [
        *(visit_subject(key) for key in called.values_list("pk", flat=True)),
        *(contest_subject(key) for key in contests.values_list("visit", flat=True)),
    ]
    rows = ledger.all_rows(
        _set(invitations, state=InvitationState.ENDED),
        _set(called, state=VisitState.ENDED),
        _set(contests, state=ContestState.ENDED),
        _set(visits.filter(contest_until__isnull=False), contest_until=None),
    )
    deadlines.stop_clocks(subjects=subjects, at=at)
    journal.record_rows("review.reviews.ended", at, rows)


def _set(rows: "QuerySet[Any]", **values: object) -> ledger.Rows:
    """Set fields of rows, and return what is told of them."""
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        for name, value in values.items():
            setattr(row, name, value)
    rows.model._base_manager.bulk_update(found, list(values))
    return ledger.told(found, list(values))
