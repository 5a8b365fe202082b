"""Intervals for shares: of plain counts, and of estimates with a design.

None of them has width 0: where everybody or nobody is satisfied, the limit that could move is that of Korn and Graubard
on as many answers as there are. Sources: Wilson (1927); Clopper and Pearson (1934); Brown, Cai and DasGupta (2001) for
Jeffreys and Agresti-Coull; Newcombe (1998), method 10; Korn and Graubard (1998); Parker et al. (2017), NCHS 2(175).
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from scipy import special

from answerable.contexts.review.domain.estimates.estimate import Estimate

LEVEL = 0.95
_MOST_STEPS = 9
# Of fewer, the profile has no end before 0 and 100 %.
_FEWEST_WITH_A_PROFILE = 5


class Interval(NamedTuple):
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


class Kind(StrEnum):
    """The intervals for a share of a design."""

    MEAN = "mean"
    """Estimate ± t standard errors: for means; for shares near the ends it leaves what is possible."""
    LOGIT = "logit"
    """The same on the logarithm of the odds. The default of the public figures."""
    ASIN = "asin"
    """The same on the angle whose sine squared is the share."""
    BETA = "beta"
    """Korn and Graubard on the effective number of answers, as they wrote it."""
    LIKELIHOOD = "likelihood"
    """Where the deviance, by the design effect, stays below t squared: read off its profile."""


def wilson(x: float, n: float, level: float = LEVEL) -> Interval:
    """Return the score interval of x of n; n may be an effective number. Without an answer everything is possible."""
    if n == 0:
        return Interval(0.0, 1.0)
    z, p = _z(level), x / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return Interval(0.0 if p == 0 else max(0.0, centre - half), 1.0 if p == 1 else min(1.0, centre + half))


def clopper_pearson(x: float, n: float, level: float = LEVEL) -> Interval:
    """Return the interval that covers at least as often as promised, whatever the truth."""
    return _beta_limits(x, n, (x, n - x + 1), (x + 1, n - x), level)


def jeffreys(x: float, n: float, level: float = LEVEL) -> Interval:
    """Return the central posterior interval under Beta(1/2, 1/2), open at an end where all or none are."""
    return _beta_limits(x, n, (x + 0.5, n - x + 0.5), (x + 0.5, n - x + 0.5), level)


def agresti_coull(x: float, n: float, level: float = LEVEL) -> Interval:
    """Return Wilson's centre with a plain half-width; may leave [0, 1]."""
    z = _z(level)
    more = n + z * z
    p = (x + z * z / 2) / more
    half = z * float(np.sqrt(p * (1 - p) / more))
    return Interval(p - half, p + half)


def newcombe(x1: float, n1: float, x2: float, n2: float, level: float = LEVEL) -> Interval:
    """Return the interval of x1/n1 - x2/n2 of separate answers, from both score intervals."""
    p1, p2 = x1 / n1, x2 / n2
    one, two = wilson(x1, n1, level), wilson(x2, n2, level)
    return Interval(
        p1 - p2 - float(np.hypot(p1 - one.low, two.high - p2)),
        p1 - p2 + float(np.hypot(one.high - p1, p2 - two.low)),
    )


def normal(estimate: Estimate, level: float = LEVEL) -> Interval:
    """Return estimate ± z standard errors: for means and totals of many answers."""
    half = _z(level) * estimate.se
    return Interval(estimate.value - half, estimate.value + half)


def student(estimate: Estimate, level: float = LEVEL, *, degrees: int | None = None) -> Interval:
    """Return estimate ± t standard errors, on the degrees of freedom of the design or on those given."""
    half = _t(estimate.degrees if degrees is None else degrees, level) * estimate.se
    return Interval(estimate.value - half, estimate.value + half)


def effective_n(estimate: Estimate, level: float = LEVEL) -> float:
    """Return how many simple answers say as much, at most n; n itself where all or none are satisfied."""
    if _at_an_end(estimate):
        return float(estimate.n)
    return min(float(estimate.n), _plain_effective_n(estimate, level))


def korn_graubard(estimate: Estimate, level: float = LEVEL) -> Interval:
    """Return the interval for small groups, on the effective number of answers, capped (NCHS)."""
    n = effective_n(estimate, level)
    return clopper_pearson(n * estimate.value, n, level)


def wilson_effective(estimate: Estimate, level: float = LEVEL) -> Interval:
    """Return the score interval on the effective number of answers: what screens show."""
    n = effective_n(estimate, level)
    return wilson(n * estimate.value, n, level)


def interval_of(estimate: Estimate, kind: Kind = Kind.LOGIT, level: float = LEVEL) -> Interval:
    """Return the interval of a share; at 0 and 100 %, and without degrees of freedom, Korn and Graubard's."""
    if _at_an_end(estimate) or estimate.degrees < 1:
        return korn_graubard(estimate, level)
    return _SHAPES[kind](estimate, level)


def _logit(estimate: Estimate, level: float) -> Interval:
    p = estimate.value
    half = _t(estimate.degrees, level) * estimate.se / (p * (1 - p))
    middle = float(special.logit(p))
    return Interval(float(special.expit(middle - half)), float(special.expit(middle + half)))


def _asin(estimate: Estimate, level: float) -> Interval:
    p = estimate.value
    half = _t(estimate.degrees, level) * estimate.se / (2 * float(np.sqrt(p * (1 - p))))
    angle = float(np.arcsin(np.sqrt(p)))
    low, high = max(0.0, angle - half), min(float(np.pi / 2), angle + half)
    return Interval(float(np.sin(low) ** 2), float(np.sin(high) ** 2))


def _beta(estimate: Estimate, level: float) -> Interval:
    n = _plain_effective_n(estimate, level)
    return clopper_pearson(n * estimate.value, n, level)


def _likelihood(estimate: Estimate, level: float) -> Interval:
    """Read where the signed root of the deviance passes t times the root of the design effect.

    It is drawn through points a fifth of the way apart and read off a spline, as R does it: the root found exactly
    is up to 0.001 away for five answers, and nearer for more.
    """
    from scipy.interpolate import CubicSpline  # noqa: PLC0415  (half a second, for a rare interval)

    p, n = estimate.value, estimate.n
    if n < _FEWEST_WITH_A_PROFILE:
        return korn_graubard(estimate, level)
    middle, se = float(special.logit(p)), estimate.se / (p * (1 - p))
    reach = _t(estimate.degrees, level) * float(np.sqrt(estimate.variance / (p * (1 - p) / n)))
    step = float(np.sqrt(special.fdtri(1, n - 1, 1 - special.ndtr(-reach) / 2))) / 5
    points = [(0, 0.0)]
    for sign in (-1, 1):
        points += _profile(p, n, sign, middle, step * se, 5 * step)
    at, root = np.array(sorted(points)).T
    odds = middle + at * step * se
    fine = np.linspace(odds[0], odds[-1], 3 * len(odds))
    low, high = special.expit(np.interp((-reach, reach), CubicSpline(odds, root)(fine), fine))
    return Interval(float(low), float(high))


def _profile(
    p: float, n: int, sign: int, middle: float, step: float, enough: float
) -> list[tuple[int, float]]:
    """The signed root deviance at steps away from the estimate, until it is far enough."""
    points: list[tuple[int, float]] = []
    while len(points) < _MOST_STEPS and (not points or abs(points[-1][1]) < enough):
        number = sign * (len(points) + 1)
        q = float(special.expit(middle + number * step))
        deviance = 2 * (n - 1) * float(special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q))
        points.append((number, sign * float(np.sqrt(deviance))))
    return points


_SHAPES = {
    Kind.MEAN: student,
    Kind.LOGIT: _logit,
    Kind.ASIN: _asin,
    Kind.BETA: _beta,
    Kind.LIKELIHOOD: _likelihood,
}


def _at_an_end(estimate: Estimate) -> bool:
    return estimate.n == 0 or min(estimate.value, 1 - estimate.value) < 1e-12 or estimate.variance <= 0


def _plain_effective_n(estimate: Estimate, level: float) -> float:
    if estimate.degrees < 1:
        return float(estimate.n)
    p = estimate.value
    wider = _t(max(estimate.simple, 1), level) / _t(estimate.degrees, level)
    return p * (1 - p) / estimate.variance * wider**2


def _beta_limits(
    x: float, n: float, low: tuple[float, float], high: tuple[float, float], level: float
) -> Interval:
    tail = (1 - level) / 2
    bottom = 0.0 if x <= 0 else float(special.betaincinv(*low, tail))
    top = 1.0 if x >= n else float(special.betaincinv(*high, 1 - tail))
    return Interval(bottom, top)


def _t(degrees: int, level: float) -> float:
    return float(special.stdtrit(degrees, 0.5 + level / 2))


def _z(level: float) -> float:
    return float(special.ndtri(0.5 + level / 2))
