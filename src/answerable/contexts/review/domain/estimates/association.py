"""Do two answers go together, and did something change: tests that respect the design.

Sources: Rao and Scott (1984), second order, with the F form of Thomas and Rao (1987); McNemar (1947).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from answerable.contexts.review.domain.estimates.design import Codes, Design, Floats, codes
from answerable.contexts.review.domain.estimates.errors import CannotEstimate
from answerable.contexts.review.domain.estimates.estimate import Estimate, covariance, mean


@dataclass(frozen=True, slots=True)
class Test:
    """A statistic, its degrees of freedom and how often chance alone does as much."""

    __test__ = False

    statistic: float
    degrees: float
    below: float
    p: float


def independence(design: Design, one: Sequence[Any], two: Sequence[Any]) -> Test:
    """Return the Rao-Scott test that two answers have nothing to do with each other."""
    rows, row_names = codes(one)
    columns, column_names = codes(two)
    r, c = len(row_names), len(column_names)
    if r < 2 or c < 2:
        raise CannotEstimate("One of the two answers is always the same.")
    n = len(rows)
    table = np.zeros((r, c))
    np.add.at(table, (rows, columns), design.weights)
    share = table / table.sum()
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    plain = n * float(((share - expected) ** 2 / expected).sum())
    effects = _design_effects(design, rows * c + columns, (r, c), n)
    degrees = effects.trace() ** 2 / (effects @ effects).trace()
    below = degrees * design.degrees()
    statistic = plain / effects.trace()
    return Test(statistic, float(degrees), float(below), float(special.fdtrc(degrees, below, statistic)))


def _design_effects(design: Design, cell: Codes, shape: tuple[int, int], n: int) -> Floats:
    """The design effects of the contrasts in which the table differs from independence."""
    size = shape[0] * shape[1]
    a, b = np.divmod(np.arange(size), shape[1])
    row, column = np.eye(shape[0])[a][:, 1:], np.eye(shape[1])[b][:, 1:]
    main = np.column_stack([np.ones(size), row, column])
    both = (row[:, :, None] * column[:, None, :]).reshape(size, -1)
    contrast = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    shares = [mean(design, cell == k) for k in range(size)]
    value = np.array([share.value for share in shares])
    inverse = np.where(value > 0, 1 / np.where(value > 0, value, 1), 0.0)
    spread = covariance(shares) * np.outer(inverse, inverse)
    simple = (contrast * (inverse / n)[:, None]).T @ contrast
    return np.asarray(np.linalg.solve(simple, contrast.T @ spread @ contrast))


def log_odds(one: Estimate, two: Estimate) -> tuple[Estimate, Estimate]:
    """Return the log odds of a share, and how much those of the second share are above (the log odds ratio)."""
    for share in (one, two):
        if not 0 < share.value < 1:
            raise CannotEstimate("Odds need somebody on both sides.")
    parts = [share.influence / (share.value * (1 - share.value)) for share in (one, two)]
    logits = [float(np.log(share.value / (1 - share.value))) for share in (one, two)]
    whole, n = one.design.degrees() - 1, one.n + two.n
    return (
        Estimate(logits[0], one.n, whole, one.simple, parts[0], one.design),
        Estimate(logits[1] - logits[0], n, whole, n - 1, parts[1] - parts[0], one.design),
    )


def no_change(change: Estimate) -> Test:
    """Return the t test that a difference is 0, on the degrees of the design less one for the difference."""
    t = change.value / change.se
    degrees = change.degrees - 1
    return Test(t, 1.0, float(degrees), float(2 * special.stdtr(degrees, -abs(t))))


@dataclass(frozen=True, slots=True)
class Paired:
    """Who was satisfied both times, the first time only, the second time only, never; and McNemar's chi-square."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def chi_square(self) -> float:
        moved = self.first_only + self.second_only
        return (self.first_only - self.second_only) ** 2 / moved if moved else 0.0


def paired(first: ArrayLike, second: ArrayLike) -> Paired:
    """Return the table of the same people's answers at two times."""
    a, b = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    return Paired(int((a & b).sum()), int((a & ~b).sum()), int((~a & b).sum()), int((~a & ~b).sum()))
