"""When it is safe to reach somebody, and when to try again."""

from datetime import datetime, timedelta, tzinfo
from zlib import crc32

MAX_ATTEMPTS = 6
_LONGEST_WAIT = timedelta(hours=4)


def next_safe(at: datetime, from_hour: int, to_hour: int, zone: tzinfo) -> datetime:
    """Return the first instant from `at` on whose local hour h is safe: from_hour ≤ h < to_hour.

    A window over midnight (20 to 6) is understood; equal hours mean the whole day.
    """
    local = at.astimezone(zone)
    if is_safe(local.hour, from_hour, to_hour):
        return at
    opening = local.replace(hour=from_hour % 24, minute=0, second=0, microsecond=0)
    if opening <= local:
        opening += timedelta(days=1)
    return opening.astimezone(at.tzinfo)


def is_safe(hour: int, from_hour: int, to_hour: int) -> bool:
    """Tell whether the hour lies in the window."""
    if from_hour == to_hour:
        return True
    if from_hour < to_hour:
        return from_hour <= hour < to_hour
    return hour >= from_hour or hour < to_hour


def wait_after(attempts: int, spread: bytes = b"") -> timedelta | None:
    """Return how long to wait after the n-th refused attempt (1, 4, 16, 64, 240 minutes); None: give up.

    `spread` (the message's id) makes each wait up to a quarter longer, so that what failed together does not come back
    together; the same message waits the same each time it is asked.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    wait = min(timedelta(minutes=4.0 ** (attempts - 1)), _LONGEST_WAIT)
    return wait + wait * (_share(spread, attempts) / 4)


def _share(spread: bytes, attempts: int) -> float:
    return crc32(spread + bytes((attempts,))) / 2**32 if spread else 0.0
