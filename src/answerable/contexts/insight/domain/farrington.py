"""Noufaily's improved Farrington method, alarm for alarm as R's surveillance 1.20.3 computes it.

Sources: Farrington et al. 1996 (JRSS A 159:547); Noufaily et al. 2013 (Stat Med 32:1206); the R function
``farringtonFlexible`` with b=5, w=3, noPeriods=10, pastWeeksNotIncluded=26, reweight (2.58), trend with
pThresholdTrend=1, thresholdMethod="nbPlugin".

All series of a week share one design (ten season levels and a trend), so their normal equations are a
diagonal with one border: each fit is a few sums, done for all series at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]

YEARS, HALF_WINDOW, LEVELS, LEFT_OUT, PERIOD = 5, 3, 10, 26, 52
REWEIGHT_ABOVE = 2.58
MOST_STEPS, CLOSE_ENOUGH = 25, 1e-8
FIRST_WEEK = YEARS * PERIOD + HALF_WINDOW + 1


@dataclass(frozen=True)
class Fit:
    """One quasi-Poisson fit per series: ``levels`` (S, 10), ``slope`` (S,), dispersion, and who converged."""

    levels: Array
    slope: Array
    mu: Array
    hat: Array
    dispersion: Array
    converged: NDArray[np.bool_]


def season_levels(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """The level (0-9) of a week so many weeks before the current one; 9 is the current season's window."""
    phase = (-distance) % PERIOD
    between = (phase - HALF_WINDOW - 1) // ((PERIOD - 2 * HALF_WINDOW - 1) // (LEVELS - 1))
    in_window = (phase <= HALF_WINDOW) | (phase >= PERIOD - HALF_WINDOW)
    return np.where(in_window, LEVELS - 1, between)


def _deviance(y: Array, mu: Array, weight: Array) -> Array:
    ratio = np.where(y > 0, y * np.log(np.maximum(y, 1) / mu), 0.0)
    return np.asarray(2 * (weight * (ratio - (y - mu))).sum(axis=1))


def _fit(y: Array, groups: Array, time: Array | None, weight: Array) -> Fit:
    """R's ``glm(family=quasipoisson)`` by IRLS, its start, its stopping rule, for all rows of ``y``."""
    t = np.zeros(y.shape[1]) if time is None else time
    mu = y + 0.1
    eta = np.log(mu)
    before = _deviance(y, mu, weight)
    n = len(y)
    levels, slope, hat = np.zeros((n, LEVELS)), np.zeros(n), np.zeros_like(y)
    open_ = np.ones(n, dtype=bool)
    for _ in range(MOST_STEPS):
        at = np.flatnonzero(open_)
        w = weight[at] * mu[at]
        z = eta[at] + (y[at] - mu[at]) / mu[at]
        total, moment, target = w @ groups, (w * t) @ groups, (w * z) @ groups
        mean_t = moment / total
        spread = (w * t * t).sum(axis=1) - (moment * mean_t).sum(axis=1)
        if time is None:
            s = np.zeros(len(at))
            spread = np.ones(len(at))
        else:
            s = ((w * z) @ t - (target * mean_t).sum(axis=1)) / spread
        a = (target - s[:, None] * moment) / total
        e = a @ groups.T + s[:, None] * t
        m = np.maximum(np.exp(e), np.finfo(float).eps)
        off = t - mean_t @ groups.T
        hat[at] = w * ((1 / total) @ groups.T + off * off / spread[:, None])
        levels[at], slope[at], eta[at], mu[at] = a, s, e, m
        now = _deviance(y[at], m, weight[at])
        done = np.abs(now - before[at]) / (np.abs(now) + 0.1) < CLOSE_ENOUGH
        before[at] = now
        open_[at[done]] = False
        if not open_.any():
            break
    free = y.shape[1] - LEVELS - (time is not None)
    dispersion = (weight * (y - mu) ** 2 / mu).sum(axis=1) / free
    return Fit(levels, slope, mu, hat, np.maximum(dispersion, 1.0), ~open_)


def _reweighted(y: Array, groups: Array, time: Array | None) -> tuple[Fit, NDArray[np.bool_]]:
    """Fit, weigh past outbreaks down by their Anscombe residuals, fit again."""
    first = _fit(y, groups, time, np.ones_like(y))
    raw = 1.5 * (y ** (2 / 3) * first.mu ** (-1 / 6) - np.sqrt(first.mu))
    residual = raw / np.sqrt(first.dispersion[:, None] * np.maximum(1 - first.hat, 1e-12))
    weight = np.where(residual > REWEIGHT_ABOVE, np.maximum(residual, 1.0) ** -2, 1.0)
    weight *= y.shape[1] / weight.sum(axis=1, keepdims=True)
    return _fit(y, groups, time, weight), first.converged


def expect(past: Array, left_out: int = LEFT_OUT) -> tuple[Array, Array]:
    """Expected count and dispersion of the week after ``past`` (S series by at least 263 weeks)."""
    reach = YEARS * PERIOD + HALF_WINDOW
    distance = np.arange(reach, left_out, -1)
    y = past[:, past.shape[1] - reach : past.shape[1] - left_out]
    groups = np.eye(LEVELS)[season_levels(distance)]
    time = -distance / PERIOD
    fit, settled = _reweighted(y, groups, time)
    mu = np.exp(fit.levels[:, -1])
    refit = ~settled | ~fit.converged | (mu > y.max(axis=1))
    phi = fit.dispersion
    if refit.any():
        flat, _ = _reweighted(y[refit], groups, None)
        mu[refit], phi[refit] = np.exp(flat.levels[:, -1]), flat.dispersion
    return mu, phi


def threshold(mu: Array, phi: Array, alpha: float) -> Array:
    """The (1-alpha) quantile of the negative binomial with this mean and variance ``phi * mu``."""
    over = phi > 1
    size = np.where(over, mu / np.where(over, phi - 1, 1.0), 1.0)
    nb = stats.nbinom.ppf(1 - alpha, size, size / (size + mu))
    return np.asarray(np.where(over, nb, stats.poisson.ppf(1 - alpha, mu)))
