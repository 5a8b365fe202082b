"""Blind re-calls: of those who said "satisfied" a random part is called again by somebody else.

Two phases: who answered (a sample of those who could), and who of them was drawn to be called again (a sample within
strata). Variance: Särndal, Swensson and Wretman (1992), chapter 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from answerable.contexts.review.domain.estimates.design import Codes, Domain, Floats, codes
from answerable.contexts.review.domain.estimates.errors import CannotEstimate, LonelyStratum


@dataclass(frozen=True, slots=True)
class TwoPhase:
    """The answers that were called again; `weights` answers stand behind each."""

    weights: Floats
    strata: Codes
    answered: Floats
    """How many answered, and how many of them were drawn, for each stratum."""
    drawn: Floats

    @classmethod
    def of(cls, strata: Sequence[Any], recalled: ArrayLike) -> "TwoPhase":
        """Return the design of answers with these strata, of which `recalled` were called again.

        Raises:
            CannotEstimate: nobody was called again in a stratum.
            LonelyStratum: one of several was: how they differ can't be seen.
        """
        number, names = codes(strata)
        again = np.asarray(recalled, dtype=bool)
        answered = np.bincount(number, minlength=len(names)).astype(np.float64)
        drawn = np.bincount(number[again], minlength=len(names)).astype(np.float64)
        if (drawn == 0).any():
            nobody = ", ".join(names[i] for i in np.flatnonzero(drawn == 0))
            raise CannotEstimate(f"Nobody was called again in stratum {nobody}: merge it with another.")
        if (lonely := (drawn == 1) & (answered > 1)).any():
            raise LonelyStratum([names[i] for i in np.flatnonzero(lonely)])
        return cls((answered / drawn)[number[again]], number[again], answered, drawn)

    def degrees(self, domain: Domain = None) -> int:
        """Return calls less strata, of those that occur in the domain."""
        here = self.strata if domain is None else self.strata[domain]
        return len(here) - len(np.unique(here))

    def simple_degrees(self, domain: Domain = None) -> int:
        """Return calls less one: of a domain too, since who belongs to it was not drawn by itself."""
        return len(self.weights) - 1

    def covariance(self, influences: Floats) -> Floats:
        """Return the covariance (k, k) of sums of influences (calls, k): of who answered, and of who was drawn."""
        n = self.answered.sum()
        sums = influences.sum(axis=0)
        first = n / (n - 1) * ((influences / self.weights[:, None]).T @ influences - np.outer(sums, sums) / n)
        own = influences / self.weights[:, None]
        centres = np.zeros((len(self.drawn), own.shape[1]))
        np.add.at(centres, self.strata, own)
        centres /= self.drawn[:, None]
        spread = (
            self.answered**2 * (1 - self.drawn / self.answered) / self.drawn / np.maximum(self.drawn - 1, 1)
        )
        deviations = (own - centres[self.strata]) * np.sqrt(spread[self.strata])[:, None]
        return np.asarray(first + deviations.T @ deviations)
