"""Ask and call no more about rounds that have ended without us: withdrawn, or reopened by somebody above."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.review.enums import InvitationState, VisitState
from answerable.contexts.review.models import Invitation, ReturnVisit
from answerable.contexts.review.services.rate_rounds import visit_subject


@transaction.atomic
def end_reviews(*, round_ids: Sequence[int], at: datetime) -> None:
    """End the open invitations and visits of these rounds; repeating it changes nothing."""
    Invitation.objects.filter(round_id__in=round_ids, state=InvitationState.OPEN).update(
        state=InvitationState.ENDED
    )
    visits = list(
        ReturnVisit.objects.select_for_update(of=("self",)).filter(
            round_id__in=round_ids, state__in=[VisitState.WAITING, VisitState.TAKEN]
        )
    )
    ReturnVisit.objects.filter(id__in=[visit.pk for visit in visits]).update(state=VisitState.ENDED)
    deadlines.stop_clocks(subjects=[visit_subject(visit.pk) for visit in visits], at=at)
