"""What review tells the processes."""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.review.enums import Satisfaction, VisitState
from answerable.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RoundRated(Event):
    case_id: int
    round_id: int
    unit_id: int
    satisfaction: Satisfaction
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitOpened(Event):
    """A dissatisfied resident waits for a call."""

    visit_id: int
    case_id: int
    round_id: int
    handling_unit_id: int
    due_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class VisitConcluded(Event):
    visit_id: int
    case_id: int
    round_id: int
    outcome: VisitState
    at: datetime


@dataclass(frozen=True, slots=True)
class ContestOpened(Event):
    """A resident objects to a refusal; posts that reach `level_unit_id` decide."""

    contest_id: int
    case_id: int
    level_unit_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ContestDecided(Event):
    contest_id: int
    case_id: int
    allowed: bool
    at: datetime
