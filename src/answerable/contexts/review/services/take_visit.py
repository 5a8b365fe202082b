"""Take a return visit from the queue, or give it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.enums import ReviewAct, VisitState
from answerable.contexts.review.permissions import allowed_acts, require
from answerable.contexts.review.services.visits import lock_visit
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Conflict

_WRITTEN = ("state", "reviewer_post", "reviewer_unit", "reviewer_person_id")


@transaction.atomic
def take_visit(*, actor: Actor, visit_id: UUID, at: datetime) -> None:
    """Make the actor the one who calls. Taking one's own again changes nothing.

    Raises:
        VisitNotFound: there is none, or it is not for this post.
        NotPermitted: the post is no reviewer for the handling unit.
        NotIndependent: the person had a part in the round.
        Conflict: somebody else has just taken it.
    """
    visit = lock_visit(actor, visit_id)
    if visit.state == VisitState.TAKEN and visit.reviewer_post_id == actor.post_id:
        return
    if visit.state == VisitState.TAKEN and ReviewAct.TAKE not in allowed_acts(actor, [visit], at)[visit.pk]:
        raise Conflict
    require(actor, ReviewAct.TAKE, visit, at)
    visit.state = VisitState.TAKEN
    visit.reviewer_post_id = actor.post_id
    visit.reviewer_unit_id = actor.unit_id
    visit.reviewer_person_id = actor.person_id
    visit.save(update_fields=_WRITTEN)
    journal.record(actor, "review.visit.taken", visit, at, rows=ledger.told([visit], _WRITTEN))


@transaction.atomic
def release_visit(*, actor: Actor, visit_id: UUID, at: datetime) -> None:
    """Give a visit back to the queue, with the calls that were made.

    Raises:
        VisitNotFound: there is none, or it is not for this post.
        NotPermitted, IllegalMove: the actor does not have it.
    """
    visit = lock_visit(actor, visit_id)
    require(actor, ReviewAct.RELEASE, visit, at)
    visit.state = VisitState.WAITING
    visit.reviewer_post_id = visit.reviewer_unit_id = visit.reviewer_person_id = None
    visit.save(update_fields=_WRITTEN)
    journal.record(actor, "review.visit.released", visit, at, rows=ledger.told([visit], _WRITTEN))
