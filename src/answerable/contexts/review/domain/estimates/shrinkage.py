"""Small teams: what they have in common steadies each, and who can't be told apart gets no order.

Empirical Bayes: a beta-binomial model fitted by maximum likelihood (Efron and Morris, 1975; Carlin and Louis, 2000).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from answerable.contexts.review.domain.estimates.design import Floats

# Beyond this many answers' worth, teams do not differ more than chance makes them.
MOST_ALIKE = 1e7


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a team before its answers: Beta(a, b), as much as `a + b` answers."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A team's share drawn towards all teams', with its central interval."""

    value: float
    low: float
    high: float


def fit_prior(satisfied: ArrayLike, answered: ArrayLike) -> Prior:
    """Return the prior under which the counts of all teams are most likely."""
    from scipy import optimize  # noqa: PLC0415  (half a second, for yearly rankings)

    x, n = np.asarray(satisfied, dtype=np.float64), np.asarray(answered, dtype=np.float64)

    def unlikely(logs: Floats) -> float:
        a, b = np.exp(np.clip(logs, -20, np.log(MOST_ALIKE)))
        return -float((special.betaln(a + x, b + n - x) - special.betaln(a, b)).sum())

    start = np.log([(x.sum() + 0.5) / (n.sum() + 1) * 5, (n.sum() - x.sum() + 0.5) / (n.sum() + 1) * 5])
    found = optimize.minimize(
        unlikely, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000}
    )
    a, b = np.exp(np.clip(found.x, -20, np.log(MOST_ALIKE)))
    return Prior(float(a), float(b))


def shrink(satisfied: int, answered: int, prior: Prior, level: float = 0.95) -> Shrunk:
    """Return the posterior mean of one team's share and its equal-tailed interval."""
    a, b = prior.a + satisfied, prior.b + answered - satisfied
    tail = (1 - level) / 2
    low, high = special.betaincinv(a, b, [tail, 1 - tail])
    return Shrunk(a / (a + b), float(low), float(high))


def cannot_be_told_apart(teams: Mapping[str, Sequence[float]]) -> dict[str, tuple[int, int]]:
    """Return the best and the worst rank each team may hold; the limits of each are (low, high).

    A team is before another only if its whole interval is. Equal ranges mean: no order.
    """
    limits = {name: (pair[0], pair[1]) for name, pair in teams.items()}
    return {
        name: (
            1 + sum(other_low > high for other, (other_low, _) in limits.items() if other != name),
            len(limits) - sum(other_high < low for other, (_, other_high) in limits.items() if other != name),
        )
        for name, (low, high) in limits.items()
    }
