"""Who of the bureau's staff acts: actors by role and unit, each asked for once."""

from datetime import datetime
from functools import cache
from random import Random

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor


class Desk:
    """Finds the posts that may do something for a unit. Nobody changes posts while the demo is made."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._holders = cache(self._find)

    @cache  # noqa: B019 - one desk lives as long as the command
    def actor(self, post_id: int) -> Actor:
        return organisation.actor_for(post_id, at=self.at)

    def _find(self, role: Role, unit_id: int) -> tuple[int, ...]:
        own = [
            post.id for post in organisation.posts_in(unit_id, at=self.at) if (role, unit_id) in post.grants
        ]
        near = own or [post.id for post in organisation.nearest_posts(role, unit_id, at=self.at)]
        return tuple(near)

    def one(self, role: Role, unit_id: int, random: Random) -> Actor | None:
        """Return somebody with the role in the unit, else in the nearest unit above."""
        holders = self._holders(role, unit_id)
        return self.actor(random.choice(holders)) if holders else None

    def above(self, role: Role, unit_id: int, random: Random) -> Actor | None:
        """Return somebody with the role in the unit above; the bureau is above itself."""
        parent = organisation.units().parent(unit_id)
        return self.one(role, parent.id if parent else unit_id, random)
