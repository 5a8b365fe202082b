from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.organisation.api import UnitTree, UnitView
from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.contexts.review.domain.backoff import FREE, LONGEST, wait_after
from answerable.contexts.review.domain.calls import HOURS, first_call_at, tried_enough
from answerable.contexts.review.domain.independence import (
    is_independent,
    level_above,
    may_decide_contest,
    may_review,
)
from answerable.contexts.review.domain.interval import share, wilson
from answerable.contexts.review.enums import CallTime

BUREAU, CENTRE, INSPECTION, NORTH, SOUTH, TEAM, DESK, OTHER = range(1, 9)


def unit(unit_id: int, parent_id: int | None) -> UnitView:
    return UnitView(unit_id, f"u{unit_id}", parent_id, Level.TEAM, UnitKind.TERRITORIAL, f"单位{unit_id}", "")


CITY = UnitTree(
    [
        unit(BUREAU, None),
        *[unit(branch, BUREAU) for branch in (CENTRE, INSPECTION, NORTH, SOUTH)],
        unit(TEAM, NORTH),
        unit(DESK, NORTH),
        unit(OTHER, SOUTH),
    ]
)


@st.composite
def trees(draw: st.DrawFn) -> UnitTree:
    parents = [None, *(draw(st.integers(1, n)) for n in range(1, draw(st.integers(2, 14))))]
    return UnitTree([unit(number, parent) for number, parent in enumerate(parents, 1)])


@pytest.mark.parametrize(
    ("reviewing", "handling", "may"),
    [
        (TEAM, TEAM, False),
        (TEAM, NORTH, False),
        (NORTH, TEAM, True),
        (DESK, TEAM, True),
        (CENTRE, TEAM, True),
        (OTHER, TEAM, True),
        (BUREAU, TEAM, True),
        (BUREAU, BUREAU, True),
        (CENTRE, BUREAU, True),
    ],
)
def test_a_unit_never_reviews_itself_or_those_above_it(reviewing: int, handling: int, may: bool) -> None:
    assert is_independent(reviewing, handling, CITY) is may


@given(trees(), st.data())
def test_nobody_below_the_handling_unit_reviews_it(tree: UnitTree, data: st.DataObject) -> None:
    ids = [u.id for u in tree]
    handling, reviewing = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    below = handling in (reviewing, *tree.ancestors(reviewing))
    assert is_independent(reviewing, handling, tree) is (handling == tree.root.id or not below)


def test_a_second_or_former_post_in_the_handling_unit_counts() -> None:
    assert may_review([CENTRE], TEAM, CITY)
    assert not may_review([CENTRE, TEAM], TEAM, CITY)
    assert may_review([], TEAM, CITY)


@pytest.mark.parametrize(
    ("reviewing", "handling", "decides"),
    [(CENTRE, TEAM, BUREAU), (DESK, TEAM, NORTH), (OTHER, TEAM, BUREAU), (BUREAU, TEAM, BUREAU)],
)
def test_a_contest_goes_above_both(reviewing: int, handling: int, decides: int) -> None:
    assert level_above(reviewing, handling, CITY) == decides


@given(trees(), st.data())
def test_the_level_above_is_above_both_or_the_bureau(tree: UnitTree, data: st.DataObject) -> None:
    ids = [u.id for u in tree]
    reviewing, handling = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    level = level_above(reviewing, handling, tree)
    assert level == tree.root.id or (level in tree.ancestors(reviewing) and level in tree.ancestors(handling))


def test_whoever_refused_does_not_decide_about_it() -> None:
    assert may_decide_contest(INSPECTION, CENTRE, TEAM, CITY)
    assert may_decide_contest(BUREAU, CENTRE, TEAM, CITY)
    assert not may_decide_contest(CENTRE, CENTRE, TEAM, CITY)
    assert not may_decide_contest(TEAM, CENTRE, TEAM, CITY)


def test_giving_up_needs_three_calls_on_two_days() -> None:
    monday, tuesday = date(2026, 5, 11), date(2026, 5, 12)
    assert not tried_enough([monday] * 5)
    assert not tried_enough([monday, tuesday])
    assert tried_enough([monday, monday, tuesday])


@given(st.sampled_from(CallTime), st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_a_call_is_made_in_the_wished_hours(wish: CallTime, at: datetime) -> None:
    call = first_call_at(wish, at)
    start, end = HOURS[wish]
    assert at <= call <= at + timedelta(days=1)
    assert start <= call.hour < end


def test_the_interval_agrees_with_published_values() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    for (count, n), (low, high) in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
        (29, 29): (0.8830, 1.0),
    }.items():
        assert wilson(count, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_share_never_claims_certainty(count: int, others: int, silent: int) -> None:
    n = count + others
    found = share(count, n, n + silent)
    assert 0 <= found.low <= found.high <= 1
    assert found.high > found.low
    assert 0 <= found.floor <= found.ceiling <= 1
    if n:
        assert found.value is not None
        assert found.low <= found.value <= found.high
        assert found.floor <= found.value <= found.ceiling + 1e-12
    assert found.may_be_published is (n >= 30 and found.high - found.low <= 0.30)


def test_whoever_guesses_waits_ever_longer_but_never_for_good() -> None:
    waits = [wait_after(failures) for failures in range(40)]
    assert waits[:FREE] == [timedelta()] * FREE
    assert waits[FREE] == timedelta(seconds=2)
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
