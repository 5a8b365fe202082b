"""The evidence that an outbreak began this week or last week: a likelihood ratio over two weeks.

"It added k standard deviations of cases, .545 of them in its first week and .455 in its second", averaged over k and
over both beginnings, against "nothing happened" (a mixture likelihood ratio; compare Lai 1995, JRSS B 57:613). An
outbreak that is over would keep the evidence high, so it counts only while this week's own mid-p is below .2.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from answerable.contexts.insight.domain.season import log_pmf, mid_p

Array = NDArray[np.float64]

SIZES = np.array([1.0, 2, 3, 4, 5, 6, 8, 10])
FIRST_SHARE, SECOND_SHARE = 0.545, 0.455
THIS_WEEK_BELOW = 0.2
LEAST_CASES = 3
NOTHING = -50.0


def week_ratios(y: Array, mu: Array, phi: Array, share: float) -> Array:
    """Log likelihood ratio of one week for each size (last axis): ``share`` of k standard deviations added."""
    added = share * SIZES * np.sqrt(phi * mu)[..., None]
    mean = mu[..., None] + added
    spread = (phi[..., None] * mu[..., None] + added) / mean
    return np.asarray(log_pmf(y[..., None], mean, spread) - log_pmf(y, mu, phi)[..., None])


def score(y: Array, before: Array, mu: Array, mu_before: Array, phi: Array, phi_before: Array) -> Array:
    """Natural log of the averaged likelihood ratio; ``NOTHING`` where the two rules forbid an alarm."""
    began_now = week_ratios(y, mu, phi, FIRST_SHARE)
    began_before = week_ratios(before, mu_before, phi_before, FIRST_SHARE) + week_ratios(
        y, mu, phi, SECOND_SHARE
    )
    both = np.concatenate([began_now, began_before], axis=-1)
    evidence = special.logsumexp(both, axis=-1) - np.log(2 * len(SIZES))
    may = (mid_p(y, mu, phi) < THIS_WEEK_BELOW) & (y + before >= LEAST_CASES)
    return np.where(may, evidence, NOTHING)
