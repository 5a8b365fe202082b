"""Warn week by week: what was expected, how high is too high, and whether this week is.

Each week sees the weeks before it and itself, nothing later; no label is read and no threshold is fitted on the series.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from answerable.contexts.insight.domain import farrington, quiet, season, two_weeks

Array = NDArray[np.float64]
Method = Literal["two_weeks", "two_weeks_holidays", "farrington_flexible"]
METHODS: tuple[Method, ...] = ("two_weeks", "two_weeks_holidays", "farrington_flexible")
# Harmonic pairs and ridge: two pairs for smooth seasons, four where holidays dent them.
SEASONS = {"two_weeks": (2, 1.0), "two_weeks_holidays": (4, 3.0)}
# Below a year of fitted weeks, season and trend cannot be told apart.
LEAST_HISTORY = season.LEFT_OUT + season.PERIOD + 1


class Judged(NamedTuple):
    """One week of all series: week number (the first is 1) and one value per series; NaN where history is too short."""

    week: int
    expected: Array
    threshold: Array
    score: Array
    alarm: NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """How to judge: the method and the share of quiet weeks that may alarm."""

    method: Method = "two_weeks"
    alpha: float = 0.0097


def judge(counts: Array, *, first: int, rule: Rule) -> Iterator[Judged]:
    """Judge every week from number ``first`` on, of series ``counts`` (S, weeks)."""
    if rule.method == "farrington_flexible":
        yield from _farrington(counts, first, rule.alpha)
    else:
        yield from _two_weeks(counts, first, rule)


def _unknown(week: int, n: int) -> Judged:
    nothing = np.full(n, np.nan)
    return Judged(week, nothing, nothing, nothing, np.zeros(n, dtype=bool))


def _farrington(counts: Array, first: int, alpha: float) -> Iterator[Judged]:
    for week in range(first, counts.shape[1] + 1):
        if week < farrington.FIRST_WEEK:
            yield _unknown(week, len(counts))
            continue
        mu, phi = farrington.expect(counts[:, : week - 1])
        upper = farrington.threshold(mu, phi, alpha)
        now = counts[:, week - 1]
        score = (now - mu) / np.where(upper > mu, upper - mu, np.nan)
        yield Judged(week, mu, upper, score, now > upper)


def _two_weeks(counts: Array, first: int, rule: Rule) -> Iterator[Judged]:
    baseline = season.Baseline(*SEASONS[rule.method])
    earlier: tuple[Array, Array] | None = None
    for week in range(max(first - 1, 1), counts.shape[1] + 1):
        if week < LEAST_HISTORY:
            if week >= first:
                yield _unknown(week, len(counts))
            continue
        mu, phi = baseline.expect(counts[:, : week - 1])
        if week >= first:
            mu_before, phi_before = earlier or (mu, phi)
            now, before = counts[:, week - 1], counts[:, week - 2]
            score = two_weeks.score(now, before, mu, mu_before, phi, phi_before)
            limit = quiet.threshold(mu, phi, rule.alpha)
            yield Judged(week, mu, limit, score, score > limit)
        earlier = (mu, phi)
