"""What deadlines tell the floors above."""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.deadlines.enums import ClockKind, WarningLevel
from answerable.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ClockWarned(Event):
    """Half, most, or all of the time of a running clock is gone. Told once for each."""

    subject: str
    clock: ClockKind
    level: WarningLevel
    due_at: datetime
    at: datetime
