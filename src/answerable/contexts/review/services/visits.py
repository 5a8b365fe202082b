"""Finding and locking a return visit, for the acts on it."""

from uuid import UUID

from answerable.contexts.cases import api as cases
from answerable.contexts.review.errors import VisitNotFound
from answerable.contexts.review.models import Contest, ReturnVisit
from answerable.contexts.review.permissions import DECIDERS, REVIEWERS
from answerable.kernel.actor import Actor

_RELATED = ("rating__invitation", "contest")


def lock_visit(actor: Actor, public_id: UUID) -> ReturnVisit:
    """Return a visit that the actor may know of, locked.

    Raises:
        VisitNotFound: there is none, it is out of reach, or behind a wall.
    """
    visit = (
        ReturnVisit.objects.select_for_update(of=("self",))
        .select_related(*_RELATED)
        .filter(
            public_id=public_id,
            handling_unit_id__in=actor.reach(REVIEWERS),
            case__in=cases.visible_cases(actor),
        )
        .first()
    )
    if visit is None:
        raise VisitNotFound
    return visit


def lock_contest(actor: Actor, public_id: UUID) -> Contest:
    """Return a contest that the actor may know of, locked, with its visit.

    Raises:
        VisitNotFound: there is none, it is out of reach, or behind a wall.
    """
    contest = (
        Contest.objects.select_for_update(of=("self",))
        .select_related("visit__rating__invitation")
        .filter(
            public_id=public_id,
            level_unit_id__in=actor.reach(DECIDERS),
            visit__case__in=cases.visible_cases(actor),
        )
        .first()
    )
    if contest is None:
        raise VisitNotFound
    return contest
