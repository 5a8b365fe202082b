"""Means, totals, ratios and quantiles of answers, each with the variance that its design gives.

Source of the linearised values: Särndal, Swensson and Wretman (1992), chapter 5; of the interval for a quantile:
Woodruff (1952).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from answerable.contexts.review.domain.estimates.design import (
    Codes,
    Design,
    Domain,
    Floats,
    Sampling,
    Swept,
    codes,
)
from answerable.contexts.review.domain.estimates.errors import CannotEstimate, EmptyCell

Inside = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A figure of `n` answers: its value, and the influence (answers,) of each on it.

    `degrees` are those of the design, `simple` those that a simple sample of as many would have.
    """

    value: float
    n: int
    degrees: int
    simple: int
    influence: Floats
    design: Sampling

    @property
    def variance(self) -> float:
        return float(self.design.covariance(self.influence[:, None])[0, 0])

    @property
    def se(self) -> float:
        return float(np.sqrt(self.variance))


def mean(design: Sampling, y: ArrayLike, domain: Domain = None) -> Estimate:
    """Return the weighted mean of `y` (of 0 and 1: the share), of the answers in the domain.

    Raises:
        CannotEstimate: nobody in the domain answered.
    """
    return ratio(design, y, np.ones(len(design.weights)), domain)


def total(design: Sampling, y: ArrayLike, domain: Domain = None) -> Estimate:
    """Return the weighted sum: for 0 and 1, how many people."""
    inside = _inside(design, domain)
    influence = design.weights * inside * _values(y, inside)
    return _estimate(design, float(influence.sum()), inside, influence)


def ratio(design: Sampling, y: ArrayLike, x: ArrayLike, domain: Domain = None) -> Estimate:
    """Return the sum of `y` by the sum of `x`.

    Raises:
        CannotEstimate: nobody in the domain answered, or the sum of `x` is 0.
    """
    inside = _inside(design, domain)
    above, below = _values(y, inside), _values(x, inside)
    base = float((design.weights * below).sum())
    if base == 0:
        raise CannotEstimate("Nobody in this group answered.")
    value = float((design.weights * above).sum()) / base
    influence = design.weights * (above - value * below) / base
    return _estimate(design, value, inside, influence)


def by_group(
    design: Sampling, y: ArrayLike, groups: Sequence[Any], domain: Domain = None
) -> dict[str, Estimate]:
    """Return the mean of each group that answered."""
    number, names = codes(groups)
    inside = _inside(design, domain)
    present = np.unique(number[inside])
    return {names[i]: mean(design, y, inside & (number == i)) for i in present}


def covariance(estimates: Sequence[Estimate]) -> Floats:
    """Return the covariance of estimates of the same answers."""
    return estimates[0].design.covariance(np.column_stack([one.influence for one in estimates]))


def combine(estimates: Sequence[Estimate], coefficients: Sequence[float]) -> Estimate:
    """Return the sum of estimates of the same answers, each times its coefficient: (-1, 1) is the change.

    People who answered twice stand in both: their own steadiness makes the change more certain.
    """
    if any(one.design is not estimates[0].design for one in estimates):
        raise CannotEstimate("Only estimates of the same answers can be combined.")
    influence = sum(
        (c * one.influence for c, one in zip(coefficients, estimates, strict=True)),
        start=np.zeros_like(estimates[0].influence),
    )
    value = sum(c * one.value for c, one in zip(coefficients, estimates, strict=True))
    used = np.logical_or.reduce([one.influence != 0 for one in estimates])
    n = int(max(used.sum(), *(one.n for one in estimates)))
    design = estimates[0].design
    return Estimate(value, n, design.degrees(), design.simple_degrees(), influence, design)


def standardised(
    design: Design, y: ArrayLike, mix: Mapping[str, float], topics: Sequence[Any], domain: Domain = None
) -> Estimate:
    """Return the mean that the domain would have, had it the topic mix of all (direct standardisation).

    Raises:
        EmptyCell: the domain has no answer in a topic of the mix: there is no fair figure.
    """
    number, names = codes(topics)
    inside = _inside(design, domain)
    known = {name: i for i, name in enumerate(names)}
    empty = [
        name for name, share in mix.items() if share and not (inside & (number == known.get(name, -1))).any()
    ]
    if empty:
        raise EmptyCell(empty)
    weights = design.weights.copy()
    for name, share in mix.items():
        if share:
            cell = inside & (number == known[name])
            weights[cell] *= share / weights[cell].sum()
    return mean(design.reweighted(weights, Swept(weights, (_cells(number, inside),))), y, inside)


def design_effect(estimate: Estimate, y: ArrayLike, *, replacement: bool = False) -> float:
    """Return the variance as a multiple of that of a simple sample of as many (Kish, 1965)."""
    w, values = estimate.design.weights, np.asarray(y, dtype=np.float64)
    n, people = len(w), float(w.sum())
    simple = n / (n - 1) * float((w * (values - estimate.value) ** 2).sum()) / people / n
    return estimate.variance / (simple if replacement else simple * (people - n) / people)


@dataclass(frozen=True, slots=True)
class Quantile:
    """A value of the scale, with the interval read off the distribution at the limits of its own share."""

    value: float
    low: float
    high: float
    se: float


def quantile(design: Sampling, y: ArrayLike, share: float = 0.5, level: float = 0.95) -> Quantile:
    """Return the smallest value that at least this share of people do not exceed."""
    values = np.asarray(y, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(design.weights[order]) / design.weights.sum()

    def at(part: float) -> float:
        place = int(np.searchsorted(reached, part - 1e-12))
        return float(values[order][min(place, len(values) - 1)])

    middle = at(share)
    below = mean(design, values <= middle)
    t = float(special.stdtrit(below.degrees, 0.5 + level / 2))
    low, high = at(below.value - t * below.se), at(below.value + t * below.se)
    return Quantile(middle, low, high, (high - low) / (2 * t))


def _cells(number: Codes, inside: Inside) -> Codes:
    """The topics of the domain as cells of their own; everybody else is in one more."""
    return np.unique(np.where(inside, number, -1), return_inverse=True)[1].astype(np.intp)


def _estimate(design: Sampling, value: float, inside: Inside, influence: Floats) -> Estimate:
    return Estimate(
        value,
        int(inside.sum()),
        design.degrees(inside),
        design.simple_degrees(inside),
        influence,
        design,
    )


def _inside(design: Sampling, domain: Domain) -> Inside:
    return np.ones(len(design.weights), dtype=bool) if domain is None else np.asarray(domain, dtype=bool)


def _values(y: ArrayLike, inside: Inside) -> Floats:
    """What is outside of the domain counts 0, known or not.

    Raises:
        CannotEstimate: a value inside is missing.
    """
    values = np.where(inside, np.asarray(y, dtype=np.float64), 0.0)
    if not np.isfinite(values).all():
        raise CannotEstimate("An answer has no value: leave it out by its domain.")
    return values
