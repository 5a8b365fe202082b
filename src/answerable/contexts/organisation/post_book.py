"""All posts with their grants as one immutable value: who may act as what, and who is to be told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.tree import UnitTree, in_language
from answerable.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class TimedGrant:
    """A right for some hours."""

    role: Role
    unit_id: int
    begins_at: datetime
    over_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins_at <= at < self.over_at


@dataclass(frozen=True, slots=True)
class PostView:
    """A person's place in a unit. `public_id` may leave the house, the other ids may not."""

    id: int
    public_id: UUID
    code: str
    person_id: int
    person_name: str
    unit_id: int
    title_zh: str
    title_en: str
    starts_on: date
    ends_on: date | None = None
    person_active: bool = True
    grants: tuple[tuple[Role, int], ...] = ()
    timed: tuple[TimedGrant, ...] = ()

    def rights(self, at: datetime) -> tuple[tuple[Role, int], ...]:
        """Return what the post may do at a moment: its grants, and what it holds for some hours."""
        return self.grants + tuple((one.role, one.unit_id) for one in self.timed if one.holds(at))

    def title(self, language: str | None = None) -> str:
        return in_language(self.title_zh, self.title_en, language)

    def is_held(self, on: date) -> bool:
        """Tell whether the post is held on a day; `ends_on` is the first day on which it is not."""
        return self.person_active and self.starts_on <= on and (self.ends_on is None or on < self.ends_on)

    def was_held(self, since: date, until: date) -> bool:
        """Tell whether the post was held on at least one of the days, both included, whoever has left since."""
        return self.starts_on <= until and (self.ends_on is None or since < self.ends_on)


class PostBook:
    def __init__(self, posts: Iterable[PostView]) -> None:
        self._by_id = {post.id: post for post in posts}
        self._by_public_id = {post.public_id: post for post in self._by_id.values()}
        self._by_person: dict[int, list[PostView]] = defaultdict(list)
        self._by_unit: dict[int, list[PostView]] = defaultdict(list)
        self._by_grant: dict[tuple[str, int], list[PostView]] = defaultdict(list)
        for post in self._by_id.values():
            self._by_person[post.person_id].append(post)
            self._by_unit[post.unit_id].append(post)
            for role, unit_id in post.grants:
                self._by_grant[role, unit_id].append(post)

    def __iter__(self) -> Iterator[PostView]:
        return iter(self._by_id.values())

    def get(self, post_id: int) -> PostView:
        """Return a post.

        Raises:
            NotFound: there is none of this id.
        """
        try:
            return self._by_id[post_id]
        except KeyError:
            raise NotFound from None

    def by_public_id(self, public_id: UUID) -> PostView | None:
        return self._by_public_id.get(public_id)

    def not_ended(self, person_id: int, on: date) -> list[PostView]:
        """Return the posts of a person that have not ended by a day, whether he may act in them or not."""
        return [
            post for post in self._by_person.get(person_id, ()) if post.ends_on is None or on < post.ends_on
        ]

    def of_person(self, person_id: int, on: date) -> list[PostView]:
        """Return the posts that a person holds on a day, in the order in which they began."""
        held = [post for post in self._by_person.get(person_id, ()) if post.is_held(on)]
        return sorted(held, key=lambda post: (post.starts_on, post.id))

    def during(self, person_id: int, since: date, until: date) -> list[PostView]:
        """Return the posts that a person held on at least one of the days, both included; left or not."""
        return [post for post in self._by_person.get(person_id, ()) if post.was_held(since, until)]

    def in_unit(self, unit_id: int, on: date) -> list[PostView]:
        """Return the posts of this very unit that are held on a day."""
        return [post for post in self._by_unit.get(unit_id, ()) if post.is_held(on)]

    def in_unit_during(self, unit_id: int, since: date, until: date) -> list[PostView]:
        """Return the posts of this very unit that were held on at least one of the days, both included; left or not."""
        return [post for post in self._by_unit.get(unit_id, ()) if post.was_held(since, until)]

    def holding(self, role: Role, line: Iterable[int], on: date) -> list[PostView]:
        """Return the posts that hold a role for a unit: `line` is that unit, then those above it."""
        found: dict[int, PostView] = {}
        for unit_id in line:
            for post in self._by_grant.get((role, unit_id), ()):
                if post.is_held(on):
                    found.setdefault(post.id, post)
        return list(found.values())


def unfolded(grants: Iterable[tuple[Role, int]], tree: UnitTree) -> Mapping[str, frozenset[int]]:
    """Return for each role all units in which the grants give it: their subtrees."""
    reach: dict[str, frozenset[int]] = {}
    for role, unit_id in grants:
        reach[role.value] = reach.get(role.value, frozenset()) | tree.subtree(unit_id)
    return MappingProxyType(reach)
