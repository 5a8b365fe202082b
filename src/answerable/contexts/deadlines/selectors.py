"""Reads of deadlines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from answerable.contexts.deadlines.domain.calendar import SpecialDay
from answerable.contexts.deadlines.domain.replay import Entry, replay
from answerable.contexts.deadlines.domain.rules import rule_for
from answerable.contexts.deadlines.domain.sentence import explain
from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind, TimeUnit
from answerable.contexts.deadlines.models import Clock
from answerable.contexts.deadlines.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class ClockView:
    """A deadline as a page shows it."""

    clock: ClockKind
    state: ClockState
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    why_zh: str
    why_en: str

    def why(self, language: str) -> str:
        return self.why_zh if language.startswith("zh") else self.why_en

    def is_late(self, at: datetime) -> bool:
        return (self.stopped_at or at) > self.due_at

    def minutes_left(self, at: datetime) -> int:
        """Return the working minutes left until the date; negative when it has passed."""
        calendar = rulebook().calendar
        if at <= self.due_at:
            return calendar.between(at, self.due_at)
        return -calendar.between(self.due_at, at)

    def fraction(self, at: datetime) -> float:
        """Return how much of the time is gone, from 0 to 1."""
        whole = (self.due_at - self.started_at).total_seconds()
        return min(1.0, max(0.0, (at - self.started_at).total_seconds() / whole)) if whole > 0 else 1.0


def clocks_of(subjects: Iterable[str]) -> Mapping[str, Mapping[ClockKind, ClockView]]:
    """Return the clocks of each subject."""
    found: dict[str, dict[ClockKind, ClockView]] = defaultdict(dict)
    for row in Clock.objects.filter(subject__in=list(subjects)):
        kind = ClockKind(row.clock)
        found[row.subject][kind] = ClockView(
            clock=kind,
            state=ClockState(row.state),
            started_at=row.started_at,
            due_at=row.due_at,
            stopped_at=row.stopped_at,
            why_zh=row.why_zh,
            why_en=row.why_en,
        )
    return found


def preview_due(
    *, clock: ClockKind, kind: str, topics: Sequence[str], at: datetime
) -> tuple[datetime, str, str] | None:
    """Return what would be due when, and why in both languages, if the clock started now; None without a rule."""
    book = rulebook()
    rule = rule_for(book.rules, clock, kind, topics)
    if rule is None:
        return None
    due = replay([Entry(EntryKind.START, at)], rule, book.calendar)
    return (due.at, *explain(due, rule, book.calendar))


def working_minutes_between(start: datetime, end: datetime) -> int:
    """Return the working minutes from one instant to a later one."""
    return rulebook().calendar.between(start, end)


def extension_limit(clock: ClockKind, kind: str, topics: Sequence[str]) -> tuple[int, TimeUnit] | None:
    """Return by how much a clock may be extended."""
    rule = rule_for(rulebook().rules, clock, kind, topics)
    return (rule.extension_max, rule.unit) if rule else None


def special_days(since: date, until: date) -> list[SpecialDay]:
    """Return the holidays and the worked weekend days between two dates, both included."""
    return rulebook().calendar.special_between(since, until)


def promises(kind: str = "", topics: Sequence[str] = ()) -> list[tuple[ClockKind, str, str]]:
    """Return what is promised where nothing more special applies: each clock with its reason in both languages."""
    found = ((clock, rule_for(rulebook().rules, clock, kind, topics)) for clock in ClockKind)
    return [(clock, rule.why_zh, rule.why_en) for clock, rule in found if rule]
