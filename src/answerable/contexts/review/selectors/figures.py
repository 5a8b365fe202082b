"""Small honest figures: every share with what it is a share of."""

from datetime import datetime

from django.db.models import Count, F, Q

from answerable.contexts.cases import api as cases
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review.domain.interval import share
from answerable.contexts.review.enums import InvitationState, Resolved, Satisfaction, VisitState
from answerable.contexts.review.models import Invitation
from answerable.contexts.review.services.invite import invitation_key
from answerable.contexts.review.views import Figures
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound

READERS = (Role.LEADER, Role.INSPECTOR, Role.REVIEWER, Role.ANALYST)
_CONTENT = (Satisfaction.SATISFIED, Satisfaction.BASICALLY)


def figures(actor: Actor, unit_id: int, *, start: datetime, end: datetime) -> Figures:
    """Return how the rounds answered from `start` to before `end` by a unit and those below it were rated.

    Rounds whose cases are walled off from the actor are not among them, as if there were none.

    Raises:
        NotFound: the actor's post reads no figures of this unit.
    """
    if unit_id not in actor.reach(READERS):
        raise NotFound
    rows = Invitation.objects.filter(
        unit_id__in=organisation.units().subtree(unit_id),
        made_at__gte=start,
        made_at__lt=end,
        case__in=cases.visible_cases(actor),
    )
    counts = rows.aggregate(
        due=Count("id"),
        invited=Count("id", filter=Q(told=True)),
        rated=Count("id", filter=Q(state=InvitationState.RATED)),
        lapsed=Count("id", filter=Q(state=InvitationState.LAPSED)),
        satisfied=Count("id", filter=Q(rating__satisfaction__in=_CONTENT)),
        resolved=Count("id", filter=Q(rating__resolved=Resolved.YES)),
        visits=Count("id", filter=Q(rating__visit__isnull=False) & ~Q(rating__visit__state=VisitState.ENDED)),
        in_time=Count("id", filter=Q(rating__visit__concluded_at__lte=F("rating__visit__due_at"))),
        upheld=Count("id", filter=Q(rating__visit__state=VisitState.UPHELD)),
    )
    told = rows.filter(told=True).values_list("round_id", flat=True)
    return Figures(
        unit_id=unit_id,
        due=counts["due"],
        invited=counts["invited"],
        delivered=messaging.sent_count(invitation_key(round_id) for round_id in told),
        rated=counts["rated"],
        lapsed=counts["lapsed"],
        satisfied=share(counts["satisfied"], counts["rated"], counts["due"]),
        resolved=share(counts["resolved"], counts["rated"], counts["due"]),
        visits=counts["visits"],
        visits_in_time=counts["in_time"],
        upheld=counts["upheld"],
    )
