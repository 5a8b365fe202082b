"""From a clock's entries to its row: the one place where a due date is written."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache

from answerable.contexts.deadlines.domain.calendar import Calendar
from answerable.contexts.deadlines.domain.replay import Due, Entry, replay
from answerable.contexts.deadlines.domain.rules import Rule
from answerable.contexts.deadlines.domain.sentence import explain
from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind, TimeUnit, WarningLevel
from answerable.contexts.deadlines.models import Clock, ClockEntry

COMPUTED = ("state", "due_at", "half_at", "most_at", "why_zh", "why_en", "warn_at", "stopped_at")


@cache
def stored(rule: Rule) -> dict[str, object]:
    """Return a rule as a clock keeps it; not to be changed."""
    return asdict(rule)


def read_back(fields: dict[str, object]) -> Rule:
    """Return the rule that a clock kept."""
    return Rule(**{**fields, "clock": ClockKind(str(fields["clock"])), "unit": TimeUnit(str(fields["unit"]))})  # type: ignore[arg-type]


def entry_of(row: ClockEntry) -> Entry:
    return Entry(EntryKind(row.kind), row.at, row.until, row.by_zh, row.by_en)


def recompute(clock: Clock, entries: Sequence[Entry], calendar: Calendar) -> Due:
    """Set what follows from the entries on the row, without saving it. Whoever has many asks once for the calendar."""
    rule = read_back(clock.rule)
    due = replay(entries, rule, calendar)
    clock.state, clock.started_at = due.state, due.started_at
    clock.due_at, clock.half_at, clock.most_at = due.at, due.half_at, due.most_at
    clock.why_zh, clock.why_en = explain(due, rule, calendar)
    clock.stopped_at = entries[-1].at if due.state is ClockState.STOPPED else None
    clock.warn_at = next_warning(clock)
    return due


def next_warning(clock: Clock) -> datetime | None:
    """Return when the next warning is due, given the last that was told; none unless the clock runs."""
    if clock.state != ClockState.RUNNING:
        return None
    following = {"": clock.half_at, WarningLevel.HALF: clock.most_at, WarningLevel.MOST: clock.due_at}
    return following.get(clock.warned)
