"""The expected count of a week: a log-linear Poisson model with trend and season, past outbreaks weighed down.

Iteratively reweighted least squares (McCullagh & Nelder 1989), the harmonics with a ridge, three passes; after each
pass a week whose quantile residual z exceeds 3 gets the weight z^-2 (after Farrington et al. 1996). The count's
variance is ``phi * mu``; ``phi`` is Pearson's X2 over the weights less the effective parameters.
All series share the design of a week, so a step is one matrix product and one batch of small solves.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

LEFT_OUT, PERIOD = 26, 52
# Newton's error is the square of its last step.
PASSES, MOST_STEPS, CLOSE_ENOUGH = 3, 12, 1e-3
DOWN_WEIGHTED_ABOVE = 3.0
# A mid-p quantile residual above 3 comes with a Pearson residual above this, whatever the mean.
WORTH_LOOKING = 2.0
LEAST_PRECISION = 1e-6


@dataclass
class Baseline:
    """Fits week after week, each time starting from the coefficients of the week before."""

    pairs: int = 2
    ridge: float = 1.0
    passes: list[Array] = field(default_factory=list, repr=False)

    def expect(self, past: Array) -> tuple[Array, Array]:
        """Mean and prediction dispersion of the week after ``past`` (S, weeks), for all series."""
        seen = past[:, : past.shape[1] - LEFT_OUT]
        weeks = np.arange(past.shape[1] + 1, dtype=np.float64)
        design = self._design(weeks)
        x, now = design[: seen.shape[1]], design[-1]
        penalty = np.diag([0.0, 0.0] + [self.ridge] * (2 * self.pairs)) + LEAST_PRECISION * np.eye(x.shape[1])
        low, high = np.triu_indices(x.shape[1])
        products = x[:, low] * x[:, high]
        weight = np.ones_like(seen)
        beta = mu = information = phi = np.empty(0)
        starts = self.passes or [_flat(seen, x.shape[1])]
        self.passes = []
        for passed in range(PASSES):
            # Each pass starts where the same pass ended a week ago: one or two steps are enough.
            beta = starts[passed] if passed < len(starts) else beta
            beta, mu, information = _fit(seen, x, products, penalty, weight, beta)
            phi = _dispersion(seen, mu, weight, information, penalty)
            self.passes.append(beta)
            if passed < PASSES - 1:
                weight = _weights(seen, mu, phi)
        mean = np.exp(np.clip(beta @ now, -12, 20))
        along = np.linalg.solve(information, np.broadcast_to(now, beta.shape)[..., None])[..., 0]
        error = along @ now
        return mean, phi + mean * phi * np.maximum(error, 0)

    def _design(self, weeks: Array) -> Array:
        turns = 2 * np.pi * weeks / PERIOD
        waves = [wave(k * turns) for k in range(1, self.pairs + 1) for wave in (np.cos, np.sin)]
        return np.column_stack([np.ones_like(weeks), weeks / (10 * PERIOD) - 0.5, *waves])


def _flat(seen: Array, width: int) -> Array:
    """Coefficients that say "always the mean"."""
    beta = np.zeros((len(seen), width))
    beta[:, 0] = np.log(seen.mean(axis=1) + 0.01)
    return beta


def _fit(
    y: Array, x: Array, products: Array, penalty: Array, weight: Array, beta: Array
) -> tuple[Array, Array, Array]:
    low, high = np.triu_indices(x.shape[1])
    information = np.empty((len(y), x.shape[1], x.shape[1]))
    for _ in range(MOST_STEPS):
        mu = np.exp(np.clip(beta @ x.T, -12, 20))
        information[:, low, high] = information[:, high, low] = (weight * mu) @ products
        information += penalty
        gradient = (weight * (y - mu)) @ x - beta @ penalty
        step = np.clip(np.linalg.solve(information, gradient[..., None])[..., 0], -2, 2)
        beta = beta + step
        if np.abs(step).max() < CLOSE_ENOUGH:
            break
    return beta, mu, information


def _dispersion(y: Array, mu: Array, weight: Array, information: Array, penalty: Array) -> Array:
    pearson = (weight * (y - mu) ** 2 / mu).sum(axis=1)
    shrunk = np.trace(
        np.linalg.solve(information, np.broadcast_to(penalty, information.shape)), axis1=1, axis2=2
    )
    effective = len(penalty) - shrunk
    return np.asarray(np.maximum(1.0, pearson / np.maximum(weight.sum(axis=1) - effective, 1.0)))


def _weights(y: Array, mu: Array, phi: Array) -> Array:
    """1, and z^-2 where the mid-p quantile residual z is above 3."""
    weight = np.ones_like(y)
    row, week = np.nonzero((y - mu) ** 2 > WORTH_LOOKING**2 * phi[:, None] * mu)
    high = y[row, week] > mu[row, week]
    row, week = row[high], week[high]
    tail = mid_p(y[row, week], mu[row, week], phi[row])
    z = -special.ndtri(np.clip(tail, 1e-300, 1))
    weight[row, week] = np.where(z > DOWN_WEIGHTED_ABOVE, np.maximum(z, 1.0) ** -2, 1.0)
    return weight


def log_pmf(y: Array, mu: Array, phi: Array) -> Array:
    """Log probability of ``y`` under the negative binomial with variance ``phi * mu`` (Poisson where phi is 1)."""
    over = np.maximum(phi - 1, 1e-6)
    size = mu / over
    chosen = special.gammaln(y + size) - special.gammaln(size) - special.gammaln(y + 1)
    negative = chosen + y * np.log(over / (1 + over)) - size * np.log1p(over)
    poisson = y * np.log(mu) - mu - special.gammaln(y + 1)
    return np.asarray(np.where(phi > 1 + 1e-4, negative, poisson))


def mid_p(y: Array, mu: Array, phi: Array) -> Array:
    """P(more than y) + half P(y)."""
    over = np.maximum(phi - 1, 1e-4)
    return np.asarray(
        special.betainc(y + 1, mu / over, over / (1 + over)) + 0.5 * np.exp(log_pmf(y, mu, 1 + over))
    )
