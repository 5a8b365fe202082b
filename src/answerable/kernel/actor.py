"""Who acts. An actor is an argument of every act and the first argument of every selector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class ActorKind(StrEnum):
    STAFF = "staff"
    RESIDENT = "resident"
    CHANNEL = "channel"
    SYSTEM = "system"


_NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A post of the bureau, a resident at the door of one case, a channel, or a job of the system.

    `grants` maps a role to the ids of all units in which the post holds it (subtrees already unfolded).
    Walls follow `person_id`, not the post: a person who changes posts stays behind the same walls.
    """

    kind: ActorKind
    name: str
    post_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    case_id: int | None = None
    grants: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def system(cls, name: str) -> "Actor":
        return cls(kind=ActorKind.SYSTEM, name=f"system:{name}")

    @classmethod
    def channel(cls, name: str) -> "Actor":
        return cls(kind=ActorKind.CHANNEL, name=f"channel:{name}")

    @classmethod
    def resident(cls, case_id: int | None = None) -> "Actor":
        return cls(kind=ActorKind.RESIDENT, name="resident", case_id=case_id)

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    def reach(self, roles: Iterable[str]) -> frozenset[int]:
        """Return the units in which this actor holds at least one of the roles."""
        return frozenset().union(*(self.grants.get(role, _NOWHERE) for role in roles))

    def holds(self, role: str, unit_id: int) -> bool:
        return unit_id in self.grants.get(role, _NOWHERE)
