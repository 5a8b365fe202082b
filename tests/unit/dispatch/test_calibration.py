"""Probabilities mean what they say, and the threshold keeps what it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.dispatch.domain.calibration import (
    NEVER,
    Calibration,
    certainties,
    certainty,
    coverage_at,
    expected_calibration_error,
    threshold_for,
)


def made_up(rows: int, seed: int, *, noise: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return scores of four classes that are too proud, and the truth."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 4, rows)
    scores = chance.normal(0, noise, (rows, 4))
    scores[np.arange(rows), truth] += 2.0
    return scores, truth


def test_calibrated_confidence_is_the_share_of_right_guesses() -> None:
    scores, truth = made_up(4000, 1)
    calibration = Calibration.fit(5 * scores, truth)
    new, unseen = made_up(4000, 2)
    chances = calibration.probabilities(5 * new)
    right = chances.argmax(axis=1) == unseen
    assert expected_calibration_error(chances.max(axis=1), right) < 0.03
    # The same scores taken for logits are much too sure of themselves.
    proud = Calibration(1.0, np.zeros(4)).probabilities(5 * new)
    assert expected_calibration_error(proud.max(axis=1), right) > 0.1


@pytest.mark.parametrize("precision", [0.8, 0.9, 0.98])
def test_above_the_threshold_guesses_are_as_often_right_as_was_wanted(precision: float) -> None:
    scores, truth = made_up(4000, 3)
    calibration = Calibration.fit(scores, truth)
    chances = calibration.probabilities(scores)
    threshold = threshold_for(chances.max(axis=1), chances.argmax(axis=1) == truth, precision)
    new, unseen = made_up(8000, 4)
    tried = calibration.probabilities(new)
    sure = tried.max(axis=1) >= threshold
    assert 0.05 < sure.mean() < 1
    assert (tried.argmax(axis=1) == unseen)[sure].mean() >= precision - 0.01


def test_the_next_thousand_cases_keep_the_promise_too() -> None:
    # One guess in two hundred is wrong at the top, one in thirty-three below: together, they would just do.
    confidence = np.linspace(0.99, 0.90, 100_000)
    right = np.ones(100_000, dtype=bool)
    right[:50_000:200] = False
    right[50_000::33] = False
    share = np.cumsum(right) / np.arange(1, 100_001)
    assert share[-1] > 0.98
    threshold = threshold_for(confidence, right, 0.98)
    assert right[confidence >= threshold].mean() >= 0.988
    assert (confidence >= threshold).mean() > 0.5


def test_where_guesses_are_never_right_enough_nothing_is_sure() -> None:
    confidence = np.linspace(0.3, 0.9, 50)
    assert threshold_for(confidence, np.arange(50) % 2 == 0, 0.98) == NEVER
    assert threshold_for(np.array([]), np.array([], dtype=bool), 0.98) == NEVER


def test_a_handful_of_right_guesses_is_no_proof() -> None:
    assert threshold_for(np.full(10, 0.9), np.ones(10, dtype=bool), 0.98) == NEVER


@given(st.lists(st.tuples(st.floats(0.01, 1), st.booleans()), min_size=1, max_size=80), st.floats(0.5, 1))
def test_coverage_is_the_most_that_can_be_decided_at_a_precision(
    guesses: list[tuple[float, bool]], precision: float
) -> None:
    confidence = np.array([sure for sure, _ in guesses])
    right = np.array([good for _, good in guesses])
    decided = round(coverage_at(confidence, right, precision) * len(guesses))
    if decided:
        surest = np.argsort(-confidence, kind="stable")[:decided]
        assert right[surest].mean() >= precision - 1e-9
    for more in range(decided + 1, len(guesses) + 1):
        assert right[np.argsort(-confidence, kind="stable")[:more]].mean() < precision


def test_a_guess_is_as_certain_as_it_is_likelier_than_its_strongest_rival() -> None:
    chances = np.array([[0.6, 0.2, 0.2], [0.6, 0.01, 0.39], [0.34, 0.33, 0.33]])
    assert certainties(chances).round(3).tolist() == [0.75, 0.606, 0.507]
    assert (certainty(0.6, 0.2), certainty(0.4, 0.0), certainty(0.0, 0.0)) == (pytest.approx(0.75), 1.0, 0.0)
