"""How high the two-week evidence rises in quiet weeks: the threshold, without labels and without the file.

For a mean and a dispersion the joint distribution of two quiet weeks is summed out exactly (no simulation), and the
(1-alpha) quantile of the evidence is read off; a table over mean and dispersion is interpolated.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from answerable.contexts.insight.domain import two_weeks
from answerable.contexts.insight.domain.season import log_pmf, mid_p

Array = NDArray[np.float64]

MEANS = np.geomspace(0.05, 1000, 34)
DISPERSIONS = np.geomspace(1.0, 12, 9)
MOST_COUNTS = 350


def threshold(mu: Array, phi: Array, alpha: float) -> Array:
    """The log evidence that a quiet week of this mean and dispersion exceeds with probability ``alpha``."""
    table = quantiles(alpha)
    across = np.interp(np.log(mu), np.log(MEANS), np.arange(len(MEANS)))
    down = np.interp(np.log(phi), np.log(DISPERSIONS), np.arange(len(DISPERSIONS)))
    return np.asarray(ndimage.map_coordinates(table, [across, down], order=1, mode="nearest"))


@lru_cache(maxsize=8)
def quantiles(alpha: float) -> Array:
    """The table: one row for each of ``MEANS``, one column for each of ``DISPERSIONS``."""
    return np.array([[_quantile(mu, phi, alpha) for phi in DISPERSIONS] for mu in MEANS])


def _counts(mu: float, phi: float) -> tuple[Array, Array]:
    """Counts that matter and their probabilities; of a wide distribution every n-th count stands for its neighbours."""
    reach = 9 * np.sqrt(phi * mu) + 12 * phi
    low, high = max(0, int(mu - reach)), int(mu + reach) + 3
    y = np.unique(np.linspace(low, high, min(high - low + 1, MOST_COUNTS)).astype(np.int64)).astype(
        np.float64
    )
    mass = np.exp(log_pmf(y, np.full_like(y, mu), np.full_like(y, phi))) * np.gradient(y)
    return y, mass / mass.sum()


def _quantile(mu: float, phi: float, alpha: float) -> float:
    y, mass = _counts(mu, phi)
    m, p = np.full_like(y, mu), np.full_like(y, phi)
    first = np.exp(np.minimum(two_weeks.week_ratios(y, m, p, two_weeks.FIRST_SHARE), 80))
    second = np.exp(np.minimum(two_weeks.week_ratios(y, m, p, two_weeks.SECOND_SHARE), 80))
    ratio = (first.sum(axis=1)[:, None] + second @ first.T) / (2 * len(two_weeks.SIZES))
    may = (mid_p(y, m, p) < two_weeks.THIS_WEEK_BELOW)[:, None] & (y[:, None] + y >= two_weeks.LEAST_CASES)
    evidence = np.log(ratio[may])
    chance = (mass[:, None] * mass)[may]
    order = np.argsort(-evidence)
    tail = np.cumsum(chance[order])
    return _crossing(evidence[order], tail, alpha)


def _crossing(evidence: Array, tail: Array, alpha: float) -> float:
    """Where the tail reaches ``alpha``, between two atoms by their log tails."""
    at = int(np.searchsorted(tail, alpha))
    if at == 0 or at >= len(tail):
        return float(evidence[min(at, len(tail) - 1)])
    part = (np.log(alpha) - np.log(tail[at - 1])) / (np.log(tail[at]) - np.log(tail[at - 1]))
    return float(evidence[at - 1] + part * (evidence[at] - evidence[at - 1]))
