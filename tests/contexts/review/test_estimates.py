"""Our own rules: never an interval of no width, nothing of too few, no order where there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from answerable.contexts.review.domain import estimates as est

COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def answers(satisfied: int, n: int) -> est.Estimate:
    return est.mean(est.Design.of(np.ones(n)), np.arange(n) < satisfied)


@given(COUNTS, st.sampled_from(est.Kind))
def test_no_interval_has_no_width_and_none_leaves_the_estimate_out(
    count: tuple[int, int], kind: est.Kind
) -> None:
    got = answers(*count)
    low, high = est.interval_of(got, kind)
    assert high - low > 0.01
    assert low - 1e-9 <= got.value <= high + 1e-9


@given(COUNTS)
def test_what_small_groups_get_covers_as_often_as_promised_whatever_the_truth(count: tuple[int, int]) -> None:
    """Exact coverage of Korn and Graubard on plain answers: at least 95 % at every truth (that of Clopper-Pearson)."""
    _, n = count
    limits = [est.korn_graubard(answers(x, n)) if n > 1 else est.clopper_pearson(x, n) for x in range(n + 1)]
    for truth in (0.03, 0.2, 0.5, 0.9, 0.97):
        chance = _binomial(n, truth)
        covered = sum(c for c, (low, high) in zip(chance, limits, strict=True) if low <= truth <= high)
        assert covered >= 0.95 - 1e-9


def _binomial(n: int, p: float) -> np.ndarray:
    return np.asarray(binom.pmf(np.arange(n + 1), n, p))


def test_few_answers_and_wide_intervals_are_not_published() -> None:
    assert est.judge(answers(29, 29)) == est.Judgement(est.Verdict.HIDDEN, est.Reason.FEW)
    assert est.judge(answers(16, 32)) == est.Judgement(est.Verdict.HIDDEN, est.Reason.WIDE)
    assert est.judge(answers(1, 60)) == est.Judgement(est.Verdict.FLAGGED, est.Reason.RELATIVE)
    assert est.judge(answers(150, 300)) == est.Judgement(est.Verdict.SHOWN)


def test_unequal_weights_make_few_of_many() -> None:
    weights = np.ones(60)
    weights[:3] = 100
    heavy = est.mean(est.Design.of(weights), np.arange(60) % 2)
    assert est.effective_n(heavy) < est.LEAST_ANSWERS
    assert est.judge(heavy).reason is est.Reason.FEW


def test_a_decimal_needs_an_interval_that_bears_it() -> None:
    assert est.decimals(0.009) == 1
    assert est.decimals(0.02) == 0


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_the_truth_lies_between_the_worst_and_the_best_case(sat: int, not_sat: int, silent: int) -> None:
    n, everybody = sat + not_sat, sat + not_sat + silent
    got = est.worst_case(sat, n, everybody)
    for of_the_silent in (0, silent):
        if everybody:
            assert got.lower <= (sat + of_the_silent) / everybody <= got.upper
    assert 0 <= got.low <= got.lower <= got.upper <= got.high <= 1


def test_teams_that_can_not_be_told_apart_share_their_ranks() -> None:
    ranks = est.cannot_be_told_apart({"a": (0.7, 0.9), "b": (0.75, 0.95), "c": (0.2, 0.4)})
    assert ranks == {"a": (1, 2), "b": (1, 2), "c": (3, 3)}


def test_a_small_team_is_drawn_towards_all_and_a_large_one_stays() -> None:
    x, n = [18, 190, 45, 80, 3], [20, 200, 60, 100, 3]
    prior = est.fit_prior(x, n)
    small, large = est.shrink(3, 3, prior), est.shrink(190, 200, prior)
    assert small.value < 0.95
    assert abs(large.value - 0.95) < 0.02
    assert small.high - small.low > large.high - large.low


def test_teams_that_do_not_differ_are_drawn_together() -> None:
    prior = est.fit_prior([80] * 10, [100] * 10)
    assert abs(est.shrink(90, 100, prior).value - 0.8) < 0.01


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(est.CannotEstimate, match="above 0"):
        est.Design.of([1.0, 0.0])
    with pytest.raises(est.CannotEstimate, match="two strata"):
        est.Design.of(np.ones(3), strata="aab", clusters="xyy")
    with pytest.raises(est.CannotEstimate, match=r"More answered .* in b"):
        est.Design.of(np.ones(3), strata="abb", population=[5, 1, 1])
    with pytest.raises(est.CannotEstimate, match="has no value"):
        est.mean(est.Design.of(np.ones(2)), [1.0, np.nan])
    with pytest.raises(est.CannotEstimate, match="Nobody in this group"):
        est.mean(est.Design.of(np.ones(2)), [1.0, 0.0], np.array([False, False]))
    with pytest.raises(est.LonelyStratum, match="stratum b"):
        _ = est.mean(est.Design.of(np.ones(3), strata="aab"), [1, 0, 1]).se
    with pytest.raises(est.NoSuchMargin, match="nobody answered at c"):
        est.rake(est.Design.of(np.ones(2)), [est.Margin("ab", {"a": 1, "b": 1, "c": 1})])
    with pytest.raises(est.CannotEstimate, match="can't be met together"):
        est.rake(
            est.Design.of(np.ones(2)),
            [est.Margin("ab", {"a": 1, "b": 1}), est.Margin("xy", {"x": 9, "y": 9})],
        )
    with pytest.raises(est.CannotEstimate, match="Nobody was called again in stratum b"):
        est.TwoPhase.of("aab", [True, True, False])
    with pytest.raises(est.EmptyCell, match="sms"):
        est.response_cells(["x", "y"], ["sms", "wechat"], [True, False])


def test_people_who_answer_twice_make_a_change_more_certain() -> None:
    people = np.repeat(np.arange(100), 2)
    month = np.tile([0, 1], 100)
    steady = (people % 4 > 0).astype(float)
    known, unknown = est.Design.of(np.ones(200), clusters=people), est.Design.of(np.ones(200))
    change = [
        est.combine([est.mean(d, steady, month == 0), est.mean(d, steady, month == 1)], (-1, 1))
        for d in (known, unknown)
    ]
    assert change[0].se < 1e-9 < change[1].se


def test_trimming_stops_at_the_limit_and_keeps_the_sum() -> None:
    design = est.Design.of([1.0, 1.0, 1.0, 1.0, 10.0, 3.0])
    got = est.trim(design, 4.0).weights
    assert got.max() <= 4.0 + 1e-9
    assert got.sum() == pytest.approx(17.0)
    with pytest.raises(est.CannotEstimate, match="below the mean"):
        est.trim(design, 2.0)
