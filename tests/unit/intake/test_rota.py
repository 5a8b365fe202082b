"""Which hours of the rota nobody has taken."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.intake.rota import uncovered

MIDNIGHT = datetime(2026, 5, 11, tzinfo=UTC)


def hour(count: float) -> datetime:
    return MIDNIGHT + timedelta(hours=count)


def test_what_is_between_and_behind_the_shifts_is_open() -> None:
    spans = [(hour(8), hour(16)), (hour(0), hour(8)), (hour(18), hour(20))]
    assert uncovered(spans, hour(1), hour(24)) == [(hour(16), hour(18)), (hour(20), hour(24))]
    assert uncovered([], hour(0), hour(24)) == [(hour(0), hour(24))]


def test_a_short_shift_within_a_long_one_opens_nothing() -> None:
    assert uncovered([(hour(0), hour(12)), (hour(2), hour(3))], hour(0), hour(12)) == []


SPANS = st.lists(st.tuples(st.integers(-5, 30), st.integers(1, 9)).map(lambda t: (hour(t[0]), hour(sum(t)))))


@given(SPANS)
def test_each_hour_is_covered_or_open_and_never_both(spans: list[tuple[datetime, datetime]]) -> None:
    gaps = uncovered(spans, hour(0), hour(24))
    for number in range(24):
        middle = hour(number + 0.5)
        taken = any(begins <= middle < ends for begins, ends in spans)
        opened = any(begins <= middle < ends for begins, ends in gaps)
        assert taken != opened
