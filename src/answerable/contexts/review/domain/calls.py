"""When a resident is called, and when a resident has been tried often enough."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from answerable.contexts.review.enums import AttemptOutcome, CallTime

MIN_ATTEMPTS = 3
MIN_DAYS = 2
SPOKEN = frozenset({AttemptOutcome.REACHED, AttemptOutcome.DECLINED})
# The local hours in which each wish is kept.
HOURS = {
    CallTime.ANY: (9, 21),
    CallTime.MORNING: (9, 12),
    CallTime.AFTERNOON: (12, 18),
    CallTime.EVENING: (18, 21),
}


def tried_enough(days: Iterable[date]) -> bool:
    """Tell whether calls on these local days, one for each call, suffice to say that nobody can be reached."""
    calls = list(days)
    return len(calls) >= MIN_ATTEMPTS and len(set(calls)) >= MIN_DAYS


def first_call_at(wish: CallTime, at: datetime) -> datetime:
    """Return from when on a resident wishes to be called; `at` is local time, and so is the answer."""
    start, end = HOURS[wish]
    if start <= at.hour < end:
        return at
    opening = at.replace(hour=start, minute=0, second=0, microsecond=0)
    return opening if opening > at else opening + timedelta(days=1)
