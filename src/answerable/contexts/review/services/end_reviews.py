"""Ask and call no more about rounds that have ended without us: withdrawn, or reopened by somebody above."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.review.clocks import contest_subject, visit_subject
from answerable.contexts.review.enums import ContestState, InvitationState, VisitState
from answerable.contexts.review.models import Contest, Invitation, ReturnVisit


@transaction.atomic
def end_reviews(*, round_ids: Sequence[int], at: datetime) -> None:
    """End the open invitations, visits and contests of these rounds; repeating it changes nothing."""
    Invitation.objects.filter(round_id__in=round_ids, state=InvitationState.OPEN).update(
        state=InvitationState.ENDED
    )
    visits = list(
        ReturnVisit.objects.select_for_update(of=("self",)).filter(
            round_id__in=round_ids, state__in=[VisitState.WAITING, VisitState.TAKEN]
        )
    )
    ReturnVisit.objects.filter(id__in=[visit.pk for visit in visits]).update(state=VisitState.ENDED)
    over = ReturnVisit.objects.filter(round_id__in=round_ids)
    open_contests = Contest.objects.filter(visit__in=over, state=ContestState.OPEN)
    contested = list(open_contests.values_list("visit", flat=True))
    open_contests.update(state=ContestState.ENDED)
    over.filter(contest_until__isnull=False).update(contest_until=None)
    subjects = [
        *(visit_subject(visit.pk) for visit in visits),
        *(contest_subject(visit_id) for visit_id in contested),
    ]
    deadlines.stop_clocks(subjects=subjects, at=at)
