"""What each of the last weeks should have been by the weeks before it, with the band of quiet weeks."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from answerable.contexts.insight.domain import season
from answerable.contexts.insight.domain.warning import LEAST_HISTORY, SEASONS

Array = NDArray[np.float64]
TAIL = 0.025


class Point(NamedTuple):
    """A week (numbered from 0): its cases, the expected ones, and between which 95 in 100 quiet weeks lie."""

    week: int
    cases: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None


def curve(counts: Array, last: int) -> Iterator[Point]:
    """Give the last weeks of one series (weeks,); without an expectation where the history is too short."""
    baseline = season.Baseline(*SEASONS["two_weeks"])
    for week in range(max(0, len(counts) - last), len(counts)):
        if week + 1 < LEAST_HISTORY:
            yield Point(week, float(counts[week]))
            continue
        mu, phi = (float(one[0]) for one in baseline.expect(counts[None, :week]))
        over = max(phi - 1, 1e-6)
        quiet = stats.nbinom(mu / over, 1 / (1 + over))
        yield Point(week, float(counts[week]), mu, float(quiet.ppf(TAIL)), float(quiet.ppf(1 - TAIL)))
