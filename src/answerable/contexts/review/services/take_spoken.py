"""Take up discontent that a resident has told an agent or a reviewer, instead of pressing a button."""

from collections.abc import Sequence

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.events import RoundDisputed
from answerable.contexts.review.enums import InvitationState, Resolved, Satisfaction
from answerable.contexts.review.models import Invitation, Rating
from answerable.contexts.review.services.open_visits import open_visits
from answerable.contexts.review.services.rate_rounds import keep_rated
from answerable.kernel.events import publish


@transaction.atomic
def take_spoken(disputed: Sequence[RoundDisputed]) -> None:
    """Keep a rating and open a return visit for each contested round that nobody has rated; repeats change nothing.

    What the resident said stands in the case, where whoever heard it wrote it down.
    """
    told = {event.round_id: event for event in disputed}
    invitations = list(
        Invitation.objects.select_for_update()
        .filter(round_id__in=told, state=InvitationState.OPEN)
        .order_by("id")
    )
    rows = Rating.objects.bulk_create(
        Rating(
            invitation=invitation,
            satisfaction=Satisfaction.DISSATISFIED,
            resolved=Resolved.NO,
            may_call=True,
            by_link=False,
            at=told[invitation.round_id].at,
        )
        for invitation in invitations
    )
    facts = cases.facts_of_rounds([invitation.round_id for invitation in invitations])
    keep_rated(rows, facts)
    publish(open_visits(rows, facts))
