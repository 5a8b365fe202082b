"""Who may do what with a return visit or a contest."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review.domain.independence import may_decide_contest
from answerable.contexts.review.enums import ContestState, ReviewAct, VisitState
from answerable.contexts.review.errors import NotIndependent
from answerable.contexts.review.independence import Handled, independent
from answerable.contexts.review.models import Contest, ReturnVisit
from answerable.kernel.actor import Actor
from answerable.kernel.errors import IllegalMove, NotPermitted

REVIEWERS = (Role.REVIEWER,)
ABOVE_REVIEWERS = (Role.LEADER, Role.INSPECTOR)
DECIDERS = (*ABOVE_REVIEWERS, Role.REVIEWER)


def handled(visit: ReturnVisit) -> Handled:
    """Return what the reviewer must have had no part in."""
    invitation = visit.rating.invitation
    return Handled(visit.case_id, visit.handling_unit_id, invitation.handled_since)


def allowed_acts(
    actor: Actor, visits: Iterable[ReturnVisit], at: datetime
) -> dict[int, frozenset[ReviewAct]]:
    """Return what the actor may do with each visit, by its key; visits need `rating__invitation` and `contest`."""
    rows = list(visits)
    free = independent(actor, [handled(visit) for visit in rows], at=at)
    return {
        visit.pk: _acts(actor, visit, at) if visit.case_id in free else _give_back(actor, visit)
        for visit in rows
    }


def require(actor: Actor, act: ReviewAct, visit: ReturnVisit, at: datetime) -> None:
    """Let the act pass.

    Raises:
        NotPermitted: the post has no such grant, or somebody else has the visit.
        NotIndependent: the person had a part in the round.
        IllegalMove: the visit is not in a state for it.
    """
    if act in allowed_acts(actor, [visit], at)[visit.pk]:
        return
    if visit.handling_unit_id not in actor.reach(
        REVIEWERS if act is not ReviewAct.DECIDE_CONTEST else DECIDERS
    ):
        raise NotPermitted
    if visit.case_id not in independent(actor, [handled(visit)], at=at):
        raise NotIndependent
    if act is ReviewAct.DECIDE_CONTEST and _open_contest(visit) is not None:
        raise NotIndependent
    raise IllegalMove


def _acts(actor: Actor, visit: ReturnVisit, at: datetime) -> frozenset[ReviewAct]:
    acts: set[ReviewAct] = set()
    if visit.handling_unit_id in actor.reach(REVIEWERS):
        if visit.state == VisitState.WAITING or _is_left_behind(visit, at):
            acts.add(ReviewAct.TAKE)
        if visit.state == VisitState.TAKEN and visit.reviewer_post_id == actor.post_id:
            acts |= {ReviewAct.RELEASE, ReviewAct.RECORD_ATTEMPT, ReviewAct.CONCLUDE}
    contest = _open_contest(visit)
    if contest is not None and _may_decide(actor, visit, contest):
        acts.add(ReviewAct.DECIDE_CONTEST)
    return frozenset(acts)


def _give_back(actor: Actor, visit: ReturnVisit) -> frozenset[ReviewAct]:
    """Whoever lost their independence can only let go."""
    mine = visit.state == VisitState.TAKEN and visit.reviewer_post_id == actor.post_id
    return frozenset({ReviewAct.RELEASE}) if mine else frozenset()


def _is_left_behind(visit: ReturnVisit, at: datetime) -> bool:
    """A visit whose reviewer has left the post is free again."""
    if visit.state != VisitState.TAKEN or visit.reviewer_post_id is None:
        return False
    return not organisation.post_view(visit.reviewer_post_id).is_held(timezone.localdate(at))


def _open_contest(visit: ReturnVisit) -> Contest | None:
    if visit.state not in (VisitState.REFUSED, VisitState.UNREACHABLE):
        return None
    contest: Contest | None = getattr(visit, "contest", None)
    return contest if contest is not None and contest.state == ContestState.OPEN else None


def _may_decide(actor: Actor, visit: ReturnVisit, contest: Contest) -> bool:
    """The grant has to reach the level above; neither the person nor the unit that refused may decide again.

    In the bureau's own unit a leader or an inspector may decide on what a reviewer there has refused.
    """
    if contest.level_unit_id not in actor.reach(DECIDERS) or actor.unit_id is None:
        return False
    if actor.person_id == visit.reviewer_person_id or visit.reviewer_unit_id is None:
        return False
    if actor.unit_id == visit.reviewer_unit_id and contest.level_unit_id not in actor.reach(ABOVE_REVIEWERS):
        return False
    return may_decide_contest(
        actor.unit_id, visit.reviewer_unit_id, visit.handling_unit_id, organisation.units()
    )
