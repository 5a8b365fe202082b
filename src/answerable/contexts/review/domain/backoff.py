"""How long somebody waits who types codes that open nothing."""

from datetime import timedelta

FREE = 5
LONGEST = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=6)


def wait_after(failures: int) -> timedelta:
    """Return the wait after so many wrong codes in a row: none at first, then 2, 4, 8 … seconds, at most an hour."""
    if failures < FREE:
        return timedelta()
    return min(timedelta(seconds=2.0 ** min(failures - FREE + 1, 12)), LONGEST)
