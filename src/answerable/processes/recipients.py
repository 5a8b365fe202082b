"""Who is told of something, walls first: nobody hears of a case that complains of them or of their unit."""

from collections.abc import Iterable
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role


def unwalled(posts: Iterable[PostView], fact: cases.CaseFact) -> list[PostView]:
    """Leave out whoever stands behind a wall of the case, as a person or by the unit."""
    return [
        post
        for post in posts
        if post.person_id not in fact.walled_persons and post.unit_id not in fact.walled_units
    ]


def nearest(roles: Iterable[Role], unit_id: int, fact: cases.CaseFact, at: datetime) -> list[PostView]:
    """Return the posts to tell first: of the unit, or of the nearest one above that has any outside the walls."""
    wanted = tuple(roles)
    for above in (unit_id, *organisation.units().ancestors(unit_id)):
        posts = [p for role in wanted for p in organisation.nearest_posts(role, above, at=at)]
        if found := unwalled({post.id: post for post in posts}.values(), fact):
            return found
    return []


def above(unit_id: int) -> int:
    """Return the unit one level up; the bureau is above itself."""
    parent = organisation.units().parent(unit_id)
    return unit_id if parent is None else parent.id


def post(post_id: int | None, fact: cases.CaseFact) -> list[PostView]:
    """Return one certain post, unless there is none or it is walled off."""
    return [] if post_id is None else unwalled([organisation.post_view(post_id)], fact)
