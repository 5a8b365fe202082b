"""How the answers came: weights, strata, clusters and the population behind them, and the variance that follows.

Every estimate of this package is, near the truth, a sum over the answers of an *influence*; the design alone says how
such sums vary. Influences have one row for each answer of the whole design: who is outside of a domain keeps their
row, with 0 (Särndal, Swensson and Wretman, 1992; Lumley, 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from answerable.contexts.review.domain.estimates.errors import CannotEstimate, LonelyStratum

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Domain = NDArray[np.bool_] | None

_SWEEPS = 10


class Lonely(StrEnum):
    """What a stratum of a single answer adds to the variance."""

    REFUSE = "refuse"
    """Nothing is estimated. The default: the choice is not ours."""
    REMOVE = "remove"
    """Nothing."""
    CERTAINTY = "certainty"
    """Nothing, because everybody in it was asked for certain."""
    ADJUST = "adjust"
    """Its distance from the mean of all. Harmless for a mean, far too large for a total."""
    AVERAGE = "average"
    """What the other strata add on average."""


class Tie(Protocol):
    """What weights were fitted to: it takes from influences what the known margins already say."""

    def residual(self, influences: Floats) -> Floats: ...


class Sampling(Protocol):
    """What estimates need to know of how the answers came."""

    @property
    def weights(self) -> Floats: ...

    def covariance(self, influences: Floats) -> Floats:
        """Return the covariance (k, k) of the sums of influences (answers, k)."""

    def degrees(self, domain: Domain = None) -> int: ...

    def simple_degrees(self, domain: Domain = None) -> int: ...


@dataclass(frozen=True, slots=True)
class Swept:
    """Weights fitted to the levels of some margins in turn: what is common to a level is known."""

    weights: Floats
    margins: tuple[Codes, ...]

    def residual(self, influences: Floats) -> Floats:
        own = influences / self.weights[:, None]
        for _ in range(_SWEEPS if len(self.margins) > 1 else 1):
            for number in self.margins:
                count = np.bincount(number).astype(np.float64)
                own = own - (_summed(own, number, len(count)) / count[:, None])[number]
        return np.asarray(own * self.weights[:, None])


@dataclass(frozen=True, slots=True)
class Design:
    """Answers of one phase; `weights` people stand behind each, all arrays have one entry for each answer.

    `population` is the number of units (clusters where there are any) in the answer's stratum; None means that the
    sample is a small part of it.
    """

    weights: Floats
    strata: Codes
    clusters: Codes
    population: Floats | None = None
    lonely: Lonely = Lonely.REFUSE
    names: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()

    @classmethod
    def of(
        cls,
        weights: ArrayLike,
        *,
        strata: Sequence[Any] | None = None,
        clusters: Sequence[Any] | None = None,
        population: ArrayLike | None = None,
        lonely: Lonely = Lonely.REFUSE,
    ) -> "Design":
        """Return the design of answers with these weights.

        Raises:
            CannotEstimate: a weight is not positive, a cluster lies in two strata, or more units answered than the
                population has.
        """
        w = np.asarray(weights, dtype=np.float64)
        if not (np.isfinite(w).all() and (w > 0).all()):
            raise CannotEstimate("Every weight has to be a number above 0.")
        rows = len(w)
        stratum, names = codes(strata) if strata is not None else (np.zeros(rows, np.intp), ("all",))
        cluster = codes(clusters)[0] if clusters is not None else np.arange(rows)
        size = None if population is None else np.asarray(population, dtype=np.float64)
        design = cls(w, stratum, cluster, size, lonely, names)
        design._check()
        return design

    def _check(self) -> None:
        low, high = np.full(self._units, len(self.names)), np.full(self._units, -1)
        np.minimum.at(low, self.clusters, self.strata)
        np.maximum.at(high, self.clusters, self.strata)
        if (low != high).any():
            raise CannotEstimate("A cluster lies in two strata: make the strata of its parts one.")
        if self.population is not None and (self._shares_left() < 0).any():
            short = [self.names[i] for i in np.flatnonzero(self._shares_left() < 0)]
            raise CannotEstimate(f"More answered than there are people in {', '.join(short)}.")

    def reweighted(self, weights: Floats, *ties: Tie) -> "Design":
        """Return the design with other weights, fitted to what `ties` know."""
        return replace(self, weights=weights, ties=self.ties + ties)

    @property
    def _units(self) -> int:
        return int(self.clusters.max()) + 1 if len(self.clusters) else 0

    def _unit_strata(self) -> Codes:
        stratum = np.zeros(self._units, np.intp)
        stratum[self.clusters] = self.strata
        return stratum

    def _shares_left(self) -> Floats:
        """The part of each stratum's population that was not reached: the finite population correction."""
        if self.population is None:
            return np.ones(len(self.names))
        reached = np.bincount(self._unit_strata(), minlength=len(self.names))
        size = np.ones(len(self.names))
        size[self.strata] = self.population
        return np.asarray(1 - reached / size)

    def degrees(self, domain: Domain = None) -> int:
        """Return units less strata, of those that occur in the domain."""
        here = slice(None) if domain is None else domain
        return len(np.unique(self.clusters[here])) - len(np.unique(self.strata[here]))

    def simple_degrees(self, domain: Domain = None) -> int:
        """Return answers in the domain less one."""
        return (len(self.weights) if domain is None else int(domain.sum())) - 1

    def covariance(self, influences: Floats) -> Floats:
        """Return the covariance (k, k) of the sums of influences (answers, k): between units, within strata.

        Raises:
            LonelyStratum: a stratum has one unit and the design has no rule for it.
        """
        for tie in self.ties:
            influences = tie.residual(influences)
        units = _summed(influences, self.clusters, self._units)
        stratum = self._unit_strata()
        count = np.bincount(stratum, minlength=len(self.names)).astype(np.float64)
        left = self._shares_left()
        alone = (count == 1) & (left > 1e-7)
        if alone.any() and self.lonely is Lonely.REFUSE:
            raise LonelyStratum([self.names[i] for i in np.flatnonzero(alone)])
        centres = _summed(units, stratum, len(count)) / np.maximum(count, 1)[:, None]
        if self.lonely is Lonely.ADJUST:
            centres[alone] = 0.0
        scale = left * np.where(count > 1, count / np.maximum(count - 1, 1), 1.0)
        deviations = (units - centres[stratum]) * np.sqrt(scale[stratum])[:, None]
        found = deviations.T @ deviations
        if self.lonely is Lonely.AVERAGE and alone.any():
            found = found * (len(count) / (len(count) - alone.sum()))
        return np.asarray(found)


def codes(values: Sequence[Any]) -> tuple[Codes, tuple[str, ...]]:
    """Return a number for each value and the values in order of their numbers."""
    names, numbers = np.unique(
        np.asarray([str(value) for value in values], dtype=object), return_inverse=True
    )
    return numbers.astype(np.intp), tuple(names)


def _summed(rows: Floats, groups: Codes, number: int) -> Floats:
    out = np.zeros((number, rows.shape[1]))
    np.add.at(out, groups, rows)
    return out
