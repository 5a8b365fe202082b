"""From the entries of a clock to the date that is due, and the reasons for it.

- `working_minutes`, `working_hours`: so much working time after the start.
- `working_days` n: the end of work on the n-th working day after the day of the start, which is not counted, as
  offices in China count 工作日.
- `hours`: elapsed time, day and night. `days`: the end of work on the n-th calendar day, or of the next working day.
- A pause moves the date by the working time (for `hours`: the time) that it lasted. An extension sets a new date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.contexts.deadlines.domain.calendar import Calendar
from answerable.contexts.deadlines.domain.rules import Rule
from answerable.contexts.deadlines.enums import ClockState, EntryKind, TimeUnit

HALF, MOST = 0.5, 0.8


class ImpossibleEntry(ValueError):
    """The entry does not fit what came before it: a resume without a pause, anything after a stop."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a clock. `until` is the new date of an extension, `by` who approved it."""

    kind: EntryKind
    at: datetime
    until: datetime | None = None
    by_zh: str = ""
    by_en: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    start: datetime
    end: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Due:
    """A date with everything that made it. `half_at` and `most_at` are when 50 and 80 % of the time are gone."""

    at: datetime
    half_at: datetime
    most_at: datetime
    state: ClockState
    started_at: datetime
    pauses: tuple[Pause, ...]
    extensions: tuple[Entry, ...]


def first_due(rule: Rule, calendar: Calendar, start: datetime) -> datetime:
    """Return the date that a rule sets, before any pause or extension."""
    match rule.unit:
        case TimeUnit.WORKING_MINUTES:
            return calendar.add(start, rule.amount)
        case TimeUnit.WORKING_HOURS:
            return calendar.add(start, rule.amount * 60)
        case TimeUnit.WORKING_DAYS:
            return calendar.close_of(calendar.nth_working_day(calendar.local_day(start), rule.amount))
        case TimeUnit.HOURS:
            return start + timedelta(hours=rule.amount)
        case TimeUnit.DAYS:
            day = calendar.local_day(start) + timedelta(days=rule.amount)
            return calendar.close_of(calendar.nth_working_day(day, 0))


def replay(entries: Sequence[Entry], rule: Rule, calendar: Calendar) -> Due:
    """Work out the date from the entries, the first of which is the start.

    Raises:
        ImpossibleEntry: the entries contradict one another.
    """
    if not entries or entries[0].kind is not EntryKind.START:
        raise ImpossibleEntry("a clock begins with its start")
    start = entries[0].at
    due, paused_at = first_due(rule, calendar, start), None
    pauses: list[Pause] = []
    extensions: list[Entry] = []
    state = ClockState.RUNNING
    for entry in entries[1:]:
        state = _next_state(state, entry.kind)
        if entry.kind is EntryKind.PAUSE:
            paused_at = entry.at
        elif entry.kind is EntryKind.RESUME and paused_at is not None:
            pause = Pause(paused_at, entry.at, _span(rule, calendar, paused_at, entry.at))
            due = _shift(rule, calendar, due, pause.minutes)
            pauses.append(pause)
        elif entry.kind is EntryKind.EXTEND and entry.until is not None:
            due = entry.until
            extensions.append(entry)
    net = _span(rule, calendar, start, due) - sum(pause.minutes for pause in pauses)
    return Due(
        at=due,
        half_at=_before(rule, calendar, due, round(max(net, 0) * (1 - HALF))),
        most_at=_before(rule, calendar, due, round(max(net, 0) * (1 - MOST))),
        state=state,
        started_at=start,
        pauses=tuple(pauses),
        extensions=tuple(extensions),
    )


_MOVES = {
    (ClockState.RUNNING, EntryKind.PAUSE): ClockState.PAUSED,
    (ClockState.PAUSED, EntryKind.RESUME): ClockState.RUNNING,
    (ClockState.RUNNING, EntryKind.EXTEND): ClockState.RUNNING,
    (ClockState.PAUSED, EntryKind.EXTEND): ClockState.PAUSED,
    (ClockState.RUNNING, EntryKind.STOP): ClockState.STOPPED,
    (ClockState.PAUSED, EntryKind.STOP): ClockState.STOPPED,
}


def _next_state(state: ClockState, kind: EntryKind) -> ClockState:
    try:
        return _MOVES[state, kind]
    except KeyError:
        raise ImpossibleEntry(f"{kind} of a clock that is {state}") from None


def _span(rule: Rule, calendar: Calendar, start: datetime, end: datetime) -> int:
    if rule.unit is TimeUnit.HOURS:
        return max(0, int((end - start).total_seconds() // 60))
    return calendar.between(start, end)


def _shift(rule: Rule, calendar: Calendar, at: datetime, minutes: int) -> datetime:
    if rule.unit is TimeUnit.HOURS:
        return at + timedelta(minutes=minutes)
    return calendar.add(at, minutes) if minutes else at


def _before(rule: Rule, calendar: Calendar, at: datetime, minutes: int) -> datetime:
    if rule.unit is TimeUnit.HOURS:
        return at - timedelta(minutes=minutes)
    return calendar.back(at, minutes) if minutes else at
