"""What a share could be if all the silent were asked, whatever they think.

Sources: Horowitz and Manski (2000) for the bounds; Imbens and Manski (2004) for the interval around them.
"""

from dataclasses import dataclass

from scipy import special

from answerable.contexts.review.domain.estimates.estimate import Estimate
from answerable.contexts.review.domain.estimates.intervals import LEVEL


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


def bounds_of(lower: Estimate, upper: Estimate, level: float = LEVEL) -> Bounds:
    """Return the bounds of a sample: both are shares of all who were asked, the silent once against and once for it."""
    c = _reach(upper.value - lower.value, max(lower.se, upper.se), level)
    low, high = max(0.0, lower.value - c * lower.se), min(1.0, upper.value + c * upper.se)
    return Bounds(lower.value, upper.value, lower.se, upper.se, low, high)


def _reach(between: float, se: float, level: float) -> float:
    """How many standard errors outwards: 1.64 where the bounds are far apart, 1.96 where they meet."""
    if se == 0:
        return 0.0
    low, high = 0.0, 10.0
    while high - low > 1e-13:
        c = (low + high) / 2
        covered = special.ndtr(c + between / se) - special.ndtr(-c)
        low, high = (low, c) if covered > level else (c, high)
    return (low + high) / 2
