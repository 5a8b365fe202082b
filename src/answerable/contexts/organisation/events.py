"""What the organisation tells the floors above."""

from dataclasses import dataclass
from datetime import datetime

from answerable.kernel.events import Event


@dataclass(frozen=True, slots=True)
class UnitMoved(Event):
    """A unit has another parent: who is above it has changed, for it and all below."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class UnitClosed(Event):
    """A unit takes no more work."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class PostEnded(Event):
    """A post is not held any more; what its holder was handling needs another."""

    post_id: int


@dataclass(frozen=True, slots=True)
class AccessChanged(Event):
    """How, or whether, a person signs in has changed: what was begun before ends."""

    person_id: int


@dataclass(frozen=True, slots=True)
class GrantWanted(Event):
    """A file asks for a right that one person alone can't give."""

    by_post_id: int
    post_id: int
    role: str
    unit_id: int
    at: datetime
