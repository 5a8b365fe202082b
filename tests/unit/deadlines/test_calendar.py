"""Working time against a slow reference that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.contexts.deadlines.domain.calendar import Calendar, NoWorkingTime, SpecialDay

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = [(time(9), time(12)), (time(13, 30), time(17, 30))]
SPECIAL = [
    *(SpecialDay(date(2026, 5, n), False, "劳动节", "Labour Day") for n in range(1, 6)),
    SpecialDay(date(2026, 5, 9), True, "劳动节调休", "Labour Day make-up"),
]
CALENDAR = Calendar(dict.fromkeys(range(5), HOURS), {day.day: day for day in SPECIAL}, SHANGHAI)


def local(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def works_at(minute: datetime) -> bool:
    """The reference: is the minute that begins here worked?"""
    here = minute.astimezone(SHANGHAI)
    special = next((day for day in SPECIAL if day.day == here.date()), None)
    day_works = special.works if special else here.weekday() < 5
    return day_works and any(start <= here.time() < end for start, end in HOURS)


MOMENTS = st.integers(0, 20 * 24 * 60).map(lambda n: local(4, 27) + timedelta(minutes=n))


@settings(max_examples=60)
@given(MOMENTS, st.integers(0, 900))
def test_adding_agrees_with_walking_minute_by_minute(start: datetime, minutes: int) -> None:
    at, left = start, minutes
    while left or not (works_at(at) or works_at(at - timedelta(minutes=1))):
        left -= works_at(at)
        at += timedelta(minutes=1)
    if not minutes:
        while not (works_at(at) or works_at(at - timedelta(minutes=1))):
            at += timedelta(minutes=1)
    assert CALENDAR.add(start, minutes) == at


@settings(max_examples=60)
@given(MOMENTS, MOMENTS)
def test_what_lies_between_agrees_with_counting_minutes(one: datetime, other: datetime) -> None:
    start, end = sorted([one, other])
    span = int((end - start).total_seconds() // 60)
    assert CALENDAR.between(start, end) == sum(works_at(start + timedelta(minutes=n)) for n in range(span))


@given(MOMENTS, st.integers(0, 3000), st.integers(0, 3000))
def test_adding_is_additive_and_never_goes_back(start: datetime, one: int, other: int) -> None:
    assert CALENDAR.add(CALENDAR.add(start, one), other) == CALENDAR.add(start, one + other) or other == 0
    assert CALENDAR.add(start, one) >= start
    assert CALENDAR.add(start, one + other) >= CALENDAR.add(start, one)


@given(MOMENTS, st.integers(1, 3000))
def test_going_back_undoes_going_on(start: datetime, minutes: int) -> None:
    end = CALENDAR.add(start, minutes)
    assert CALENDAR.between(start, end) == minutes
    assert CALENDAR.between(CALENDAR.back(end, minutes), end) == minutes


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        # Before a holiday of five days; the Saturday after it is worked.
        (local(4, 30, 17, 0), 60, local(5, 6, 9, 30)),
        (local(5, 8, 17, 0), 60, local(5, 9, 9, 30)),
        (local(5, 9, 17, 0), 60, local(5, 11, 9, 30)),
        (local(5, 6, 12, 30), 30, local(5, 6, 14, 0)),
        (local(5, 6, 11, 0), 60, local(5, 6, 12, 0)),
        (local(5, 3, 3, 0), 0, local(5, 6, 9, 0)),
    ],
)
def test_holidays_lunch_and_make_up_days_count_as_they_should(
    start: datetime, minutes: int, end: datetime
) -> None:
    assert CALENDAR.add(start, minutes) == end


def test_the_nth_working_day_leaves_out_the_day_itself() -> None:
    assert CALENDAR.nth_working_day(date(2026, 4, 30), 1) == date(2026, 5, 6)
    assert CALENDAR.nth_working_day(date(2026, 5, 8), 1) == date(2026, 5, 9)
    assert CALENDAR.nth_working_day(date(2026, 5, 2), 0) == date(2026, 5, 6)


def test_a_zone_with_summer_time_keeps_office_hours() -> None:
    berlin = Calendar(dict.fromkeys(range(7), HOURS), {}, ZoneInfo("Europe/Berlin"))
    saturday = datetime(2026, 3, 28, 17, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.add(saturday, 60) == datetime(2026, 3, 29, 7, 30, tzinfo=UTC)


def test_a_calendar_without_work_says_so() -> None:
    with pytest.raises(NoWorkingTime):
        Calendar({}, {}, SHANGHAI).add(local(5, 6), 1)
