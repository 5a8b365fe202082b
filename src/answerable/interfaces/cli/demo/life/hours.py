"""When people speak and when staff works."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from answerable.contexts.organisation import api as organisation

MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(13, 30), time(17, 30)
DAY_MINUTES = 420
NOISE = {"disputes.square-dance", "disputes.shop-noise", "disputes.neighbour-noise", "disputes.construction"}
NOISE |= {"disputes.fireworks", "traffic.dangerous-driving", "traffic.trucks", "disputes.dogs"}
# How much is said in each hour of the day: about offices and papers, and about what disturbs at night.
BY_DAY = (2, 1, 1, 1, 1, 2, 4, 9, 16, 24, 23, 18, 12, 13, 20, 21, 19, 15, 12, 12, 11, 9, 6, 3)
BY_NIGHT = (9, 6, 3, 2, 2, 6, 9, 8, 7, 7, 6, 6, 8, 7, 5, 5, 5, 6, 9, 14, 20, 24, 21, 15)
# Monday brings what the weekend has left.
BY_WEEKDAY = (1.25, 1.1, 1.05, 1.0, 1.0, 0.75, 0.7)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working days of the bureau, and times chosen within them."""

    zone: ZoneInfo
    special: Mapping[date, bool] = field(repr=False)

    @classmethod
    def of_setup(cls, zone: ZoneInfo) -> "Hours":
        """Read the holidays and make-up days that the demo's bureau is set up with."""
        table = organisation.shipped_setup("china-police").get("calendar")
        rows = table.rows if table else []
        return cls(zone, {date.fromisoformat(row["date"]): row["kind"] == "workday" for row in rows})

    def is_working(self, day: date) -> bool:
        return self.special.get(day, day.weekday() < 5)

    def local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone)

    def within(self, at: datetime, random: Random) -> datetime:
        """Return the instant itself if staff is at work then, else one soon after they come back."""
        here = at.astimezone(self.zone)
        day, clock = here.date(), here.time()
        soon = timedelta(minutes=random.uniform(1, 45))
        if self.is_working(day):
            if clock < MORNING:
                return self.local(day, MORNING) + soon
            if clock < NOON or AFTERNOON <= clock < EVENING:
                return at
            if clock < AFTERNOON:
                return self.local(day, AFTERNOON) + soon
        return self.local(self._next_working(day), MORNING) + soon

    def after(self, at: datetime, days: float, random: Random) -> datetime:
        """Return a working instant about so many working days later."""
        here = at.astimezone(self.zone)
        whole, part = int(days), days % 1
        day = here.date()
        for _ in range(whole):
            day = self._next_working(day)
        minutes = part * DAY_MINUTES
        return self.within(self.local(day, here.time()) + timedelta(minutes=minutes), random)

    def _next_working(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def weight(self, day: date) -> float:
        """Return how much is said on a day; holidays are quiet, and what was left waits for the day after."""
        if self.special.get(day) is False:
            return 0.55
        return BY_WEEKDAY[day.weekday()]


def days_between(start: date, end: date) -> Iterator[date]:
    while start <= end:
        yield start
        start += timedelta(days=1)
