from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.messaging.domain.hours import MAX_ATTEMPTS, is_safe, next_safe, wait_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = st.integers(0, 24)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "window", "then"),
    [
        (local(11, 9), (8, 21), local(11, 9)),
        (local(11, 8), (8, 21), local(11, 8)),
        (local(11, 21), (8, 21), local(12, 8)),
        (local(11, 7, 59), (8, 21), local(11, 8)),
        (local(11, 12), (20, 6), local(11, 20)),
        (local(11, 23), (20, 6), local(11, 23)),
        (local(11, 3), (20, 6), local(11, 3)),
        (local(11, 3), (0, 0), local(11, 3)),
        (local(11, 3), (0, 24), local(11, 3)),
    ],
)
def test_a_message_waits_for_the_residents_hours(
    at: datetime, window: tuple[int, int], then: datetime
) -> None:
    assert next_safe(at.astimezone(UTC), *window, SHANGHAI) == then


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)), HOURS, HOURS)
def test_the_wait_ends_in_the_window_and_within_a_day(naive: datetime, start: int, end: int) -> None:
    at = naive.replace(tzinfo=UTC)
    then = next_safe(at, start, end, SHANGHAI)
    assert at <= then <= at + timedelta(days=1)
    assert is_safe(then.astimezone(SHANGHAI).hour, start, end) or start % 24 == end % 24


def test_it_is_tried_again_ever_more_rarely_and_then_given_up() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MAX_ATTEMPTS)]
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 4, 16, 64, 240)]
    assert wait_after(MAX_ATTEMPTS) is None
