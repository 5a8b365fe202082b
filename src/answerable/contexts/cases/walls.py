"""Who must be kept away from a case, given whom it complains of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.contexts.cases.errors import BureauIsAccused
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role


@dataclass(frozen=True, slots=True)
class Walls:
    """Persons and units behind the wall: units with all below them, persons whatever post they take later."""

    persons: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()


NO_WALLS = Walls()
# What is complained of happened before it is told. Where nobody says when, so far back it may have been.
LOOK_BACK = timedelta(days=90)


def walls_of(
    units: Iterable[int], posts: Iterable[int], at: datetime, happened_at: datetime | None = None
) -> Walls:
    """Unfold the accused: their units' subtrees, the units that accused persons lead, and who has a post there.

    Lead and have, that is now or at any time since it happened: a transfer carries nobody around the wall.
    A leader of the whole bureau is walled off as a person; a wall around the bureau would leave nobody to answer.

    Raises:
        BureauIsAccused: an accused unit is the bureau itself.
    """
    units, posts = tuple(units), tuple(posts)
    if not units and not posts:
        return NO_WALLS
    tree = organisation.units()
    if tree.root.id in units:
        raise BureauIsAccused
    persons = {organisation.post_view(post).person_id for post in posts}
    since = min(happened_at or at - LOOK_BACK, at)
    held = [post for unit in tree for post in organisation.posts_in_during(unit.id, since, at)]
    led = {
        unit_id
        for post in held
        if post.person_id in persons
        for role, unit_id in post.grants
        if role is Role.LEADER
    }
    led.discard(tree.root.id)
    walled = frozenset().union(*(tree.subtree(unit) for unit in {*units, *led}))
    persons |= {post.person_id for post in held if post.unit_id in walled}
    return Walls(frozenset(persons), walled)


def first_open_above(unit_id: int, walled: Iterable[int]) -> int:
    """Return the nearest unit above one that is in no wall; the bureau is never in one."""
    tree = organisation.units()
    shut = set(walled)
    above = tree.ancestors(unit_id) or (tree.root.id,)
    return next((unit for unit in above if unit not in shut), tree.root.id)
