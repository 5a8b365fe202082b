"""What a share could be if all the silent were asked, whatever they think.

Sources: Horowitz and Manski (2000) for the bounds; Imbens and Manski (2004) for the interval around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from answerable.contexts.review.domain.estimates.design import Floats


@dataclass(frozen=True, slots=True)
class Bounds:
    """The worst and the best case, and limits that allow for who was drawn: they hold the truth as often as said."""

    lower: float
    upper: float
    se_lower: float
    se_upper: float
    low: float
    high: float


def worst_case(satisfied: int, answered: int, invited: int) -> Bounds:
    """Return the bounds over all who were invited, where everybody was: no chance is in them."""
    if invited == 0:
        return Bounds(0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    lower, upper = satisfied / invited, (satisfied + invited - answered) / invited
    return Bounds(lower, upper, 0.0, 0.0, lower, upper)


def stratified_bounds(
    people: Sequence[float],
    asked: Sequence[int],
    answered: Sequence[int],
    satisfied: Sequence[int],
    level: float = 0.95,
) -> Bounds:
    """Return the bounds of a stratified sample; one entry for each stratum, `asked` of `people` drawn at random."""
    n_all, n, r, s = (np.asarray(x, dtype=np.float64) for x in (people, asked, answered, satisfied))
    lower, se_lower = _of_strata(n_all, n, s / n)
    upper, se_upper = _of_strata(n_all, n, (s + n - r) / n)
    c = _reach(upper - lower, max(se_lower, se_upper), level)
    return Bounds(
        lower, upper, se_lower, se_upper, max(0.0, lower - c * se_lower), min(1.0, upper + c * se_upper)
    )


def _of_strata(people: Floats, asked: Floats, share: Floats) -> tuple[float, float]:
    part = people / people.sum()
    variance = part**2 * (1 - asked / people) * share * (1 - share) / np.maximum(asked - 1, 1)
    return float((part * share).sum()), float(np.sqrt(variance.sum()))


def _reach(between: float, se: float, level: float) -> float:
    """How many standard errors outwards: 1.64 where the bounds are far apart, 1.96 where they meet."""
    if se == 0:
        return 0.0
    found = optimize.brentq(
        lambda c: stats.norm.cdf(c + between / se) - stats.norm.cdf(-c) - level, 0.0, 10.0, xtol=1e-13
    )
    return float(found)
