"""When a look is told: at once, or when its deferral ends, and after 90 days at the latest."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.cases.deferring import LONGEST, Deferred, last_end, told_at

AT = datetime(2026, 5, 11, tzinfo=UTC)
DAY = timedelta(days=1)
DAYS = st.integers(0, 400).map(lambda days: AT + days * DAY)
SPANS = st.integers(0, 400).map(lambda days: days * DAY)
DEFERRALS = st.lists(
    st.tuples(st.integers(1, 2), DAYS, SPANS).map(lambda one: Deferred(one[0], one[1], one[1] + one[2])),
    max_size=5,
)


def test_a_look_within_a_deferral_of_its_unit_waits_for_the_end() -> None:
    deferred = [Deferred(1, AT, AT + 30 * DAY)]
    assert told_at(AT + DAY, 1, deferred) == AT + 30 * DAY
    assert told_at(AT + DAY, 2, deferred) == AT + DAY
    assert told_at(AT - DAY, 1, deferred) == AT - DAY
    assert told_at(AT + 30 * DAY, 1, deferred) == AT + 30 * DAY


@given(DAYS, st.integers(1, 2), DEFERRALS)
def test_every_look_is_told_and_none_later_than_ninety_days(
    looked: datetime, unit: int, deferrals: list[Deferred]
) -> None:
    told = told_at(looked, unit, deferrals)
    assert looked <= told <= looked + LONGEST


@given(DAYS, DAYS, st.integers(1, 2), DEFERRALS)
def test_as_long_as_a_look_is_withheld_the_resident_reads_by_when(
    looked: datetime, now: datetime, unit: int, deferrals: list[Deferred]
) -> None:
    if looked <= now < told_at(looked, unit, deferrals):
        end = last_end(deferrals, now)
        assert end is not None
        assert end >= told_at(looked, unit, deferrals)
