"""Whether this very person may review this very round: not if they had a hand in it, or a post where it was handled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review.domain.independence import may_review
from answerable.kernel.actor import Actor

_DOING = (Role.AGENT, Role.DISPATCHER, Role.HANDLER, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Handled:
    """A round that was handled: by whom, and since when the matter has been with the bureau."""

    case_id: int
    unit_id: int
    since: datetime


def is_independent(actor: Actor, handled: Handled, *, at: datetime) -> bool:
    """Tell whether the person behind the actor had no part in the round, by post or by act."""
    return handled.case_id in independent(actor, [handled], at=at)


def independent(actor: Actor, rounds: Iterable[Handled], *, at: datetime) -> frozenset[int]:
    """Return the cases among these whose round the actor may review; one statement for all.

    All posts count that the person has held since: a transfer after the fact makes nobody independent, and neither does
    a second post elsewhere.
    """
    if actor.person_id is None or actor.unit_id is None:
        return frozenset()
    tree = organisation.units()
    by_post = [
        one
        for one in rounds
        if may_review(_units(actor, one, at), one.unit_id, tree) and not _has_part(actor, one.unit_id, tree)
    ]
    acting = cases.acting_posts([one.case_id for one in by_post]) if by_post else {}
    return frozenset(one.case_id for one in by_post if actor.person_id not in _persons(acting, one.case_id))


def _has_part(actor: Actor, handling_unit: int, tree: organisation.UnitTree) -> bool:
    """Tell whether the post itself handles for the bureau as a whole, where its unit does not keep it away."""
    return handling_unit == tree.root.id and any(actor.holds(role, handling_unit) for role in _DOING)


def _units(actor: Actor, handled: Handled, at: datetime) -> set[int]:
    assert actor.person_id is not None
    assert actor.unit_id is not None
    held = organisation.posts_during(actor.person_id, handled.since, at)
    return {post.unit_id for post in held} | {actor.unit_id}


def _persons(acting: Mapping[cases.CaseId, frozenset[int]], case_id: int) -> set[int]:
    posts = acting.get(cases.CaseId(case_id), frozenset())
    return {organisation.post_view(post_id).person_id for post_id in posts}
