"""Working time: a weekly pattern, public holidays, and the weekends that are worked instead of them.

Instants are aware; the pattern is local to the calendar's zone. All sums are in whole minutes of working time.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
# Beyond this a calendar without any working day would search for ever.
_HORIZON = timedelta(days=3 * 366)


class NoWorkingTime(ValueError):
    """The calendar has no working time within three years."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from the weekly pattern: a holiday, or a weekend day that is worked (调休)."""

    day: date
    works: bool
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Calendar:
    """`week` gives the intervals of weekdays 0 (Monday) to 6; a worked weekend day takes `makeup` intervals."""

    week: Mapping[int, Sequence[Interval]]
    special: Mapping[date, SpecialDay]
    zone: ZoneInfo
    _cache: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def is_working(self, day: date) -> bool:
        return bool(self.intervals(day))

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working intervals of a local day as instants, in order."""
        found = self._cache.get(day)
        if found is None:
            found = tuple((self._instant(day, a), self._instant(day, b)) for a, b in self._pattern(day))
            self._cache[day] = found
        return found

    def _pattern(self, day: date) -> Sequence[Interval]:
        special = self.special.get(day)
        usual = self.week.get(day.weekday(), ())
        if special is None:
            return usual
        if not special.works:
            return ()
        # A worked weekend day has the hours of the first weekday that has any.
        return usual or next((self.week[n] for n in sorted(self.week) if self.week[n]), ())

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def add(self, at: datetime, minutes: int) -> datetime:
        """Return the instant when so much working time has passed since `at`.

        With 0 minutes this is `at` itself where it lies in working time, else the next working moment. A sum that is
        used up exactly ends at the end of its interval, not at the beginning of the next.
        """
        left = timedelta(minutes=minutes)
        day = self.local_day(at)
        last = day + _HORIZON
        while day <= last:
            for begins, ends in self.intervals(day):
                start = max(begins, at)
                if start > ends or (start == ends and left):
                    continue
                if start + left <= ends:
                    return start + left
                left -= ends - start
            day += timedelta(days=1)
        raise NoWorkingTime

    def back(self, at: datetime, minutes: int) -> datetime:
        """Return the latest instant from which so much working time passes until `at`."""
        left = timedelta(minutes=minutes)
        day = self.local_day(at)
        first = day - _HORIZON
        while day >= first:
            for begins, ends in reversed(self.intervals(day)):
                end = min(ends, at)
                if end < begins:
                    continue
                if end - left >= begins:
                    return end - left
                left -= end - begins
            day -= timedelta(days=1)
        raise NoWorkingTime

    def between(self, start: datetime, end: datetime) -> int:
        """Return the minutes of working time from `start` to `end`; 0 if the end is not later."""
        total = timedelta()
        day, last = self.local_day(start), self.local_day(end)
        while day <= last:
            for begins, ends in self.intervals(day):
                total += max(timedelta(), min(ends, end) - max(begins, start))
            day += timedelta(days=1)
        return int(total.total_seconds() // 60)

    def nth_working_day(self, day: date, number: int) -> date:
        """Return the n-th working day after a day, which itself is not counted; with 0 the first from it on."""
        last = day + _HORIZON
        if number == 0:
            while not self.is_working(day):
                day += timedelta(days=1)
                if day > last:
                    raise NoWorkingTime
            return day
        while number:
            day += timedelta(days=1)
            if day > last:
                raise NoWorkingTime
            number -= self.is_working(day)
        return day

    def close_of(self, day: date) -> datetime:
        """Return when work ends on a working day."""
        return self.intervals(day)[-1][1]

    def special_between(self, start: date, end: date) -> list[SpecialDay]:
        """Return the special days from `start` to `end`, both included, in order."""
        days = sorted(self.special)
        return [
            self.special[d]
            for d in days[bisect_right(days, start - timedelta(days=1)) : bisect_right(days, end)]
        ]
