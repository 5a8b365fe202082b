"""Weights: for those who did not answer, and to margins that are known.

Sources: Deming and Stephan (1940) for raking; Deville and Särndal (1992) for calibration and the residuals that its
variance is of; Kish (1992) for what unequal weights cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from answerable.contexts.review.domain.estimates.design import Codes, Design, Floats, Swept, codes
from answerable.contexts.review.domain.estimates.errors import CannotEstimate, EmptyCell, NoSuchMargin

LEAST_IN_CELL = 2
_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Margin:
    """How many people there are at each level, and at which level each answer is."""

    levels: Sequence[Any]
    people: Mapping[str, float]

    def numbered(self) -> tuple[Codes, Floats]:
        """Return the level of each answer as a number, and the people at each.

        Raises:
            NoSuchMargin: people are known at a level where nobody answered, or the reverse.
        """
        number, names = codes(self.levels)
        if set(names) != set(self.people):
            missing = sorted(set(self.people) - set(names))
            unknown = sorted(set(names) - set(self.people))
            said = [f"nobody answered at {', '.join(missing)}"] if missing else []
            said += [f"no number of people is known for {', '.join(unknown)}"] if unknown else []
            raise NoSuchMargin(f"The margin does not fit the answers: {' and '.join(said)}.")
        return number, np.array([self.people[name] for name in names], dtype=np.float64)


# ---- who did not answer --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cells:
    """The cell of each question that was delivered, its people (delivered) and answers."""

    cell: list[str]
    people: dict[str, int]
    answers: dict[str, int]

    def weight(self, cell: str) -> float:
        return self.people[cell] / self.answers[cell]


def response_cells(
    cells: Sequence[str], within: Sequence[str], answered: Sequence[bool], *, rest: str = "rest {}"
) -> Cells:
    """Put those who were reached into cells; cells of fewer than two answers join the smallest other of their group.

    Whoever answered then stands for the others of the cell: true if silence has nothing to do with the opinion.

    Raises:
        EmptyCell: in a whole group nobody answered.
    """
    people: dict[str, int] = {}
    answers: dict[str, int] = {}
    group: dict[str, str] = {}
    for cell, of, did in zip(cells, within, answered, strict=True):
        people[cell] = people.get(cell, 0) + 1
        answers[cell] = answers.get(cell, 0) + bool(did)
        group[cell] = of
    name = {cell: cell for cell in people}
    for of in sorted(set(group.values())):
        mine = [cell for cell in sorted(people) if group[cell] == of]
        small = [cell for cell in mine if answers[cell] < LEAST_IN_CELL]
        large = [cell for cell in mine if answers[cell] >= LEAST_IN_CELL]
        if small and not large and sum(answers[cell] for cell in small) < LEAST_IN_CELL:
            raise EmptyCell([of])
        if small:
            if large:
                small.append(min(large, key=lambda cell: (answers[cell], cell)))
            name.update(dict.fromkeys(small, rest.format(of)))
    merged_people: dict[str, int] = {}
    merged_answers: dict[str, int] = {}
    for cell in people:
        merged_people[name[cell]] = merged_people.get(name[cell], 0) + people[cell]
        merged_answers[name[cell]] = merged_answers.get(name[cell], 0) + answers[cell]
    return Cells([name[cell] for cell in cells], merged_people, merged_answers)


# ---- known margins -------------------------------------------------------------------------------------------------


def rake(design: Design, margins: Sequence[Margin]) -> Design:
    """Fit the weights to each margin in turn until all are met.

    Raises:
        NoSuchMargin: a margin does not fit the answers.
        CannotEstimate: the margins contradict each other.
    """
    numbered = [margin.numbered() for margin in margins]
    weights = design.weights.copy()
    for _ in range(_ROUNDS):
        before = weights.copy()
        for number, people in numbered:
            weights *= (people / np.bincount(number, weights, len(people)))[number]
        if np.abs(weights / before - 1).max() < 1e-13:
            break
    _check_met(weights, numbered)
    return design.reweighted(weights, Swept(weights, tuple(number for number, _ in numbered)))


def post_stratify(design: Design, cells: Margin, *, drop_empty: bool = False) -> Design:
    """Fit the weights to the people of full cells.

    `drop_empty` leaves people of cells without an answer out of the population, which then is another one.

    Raises:
        EmptyCell: people are known in a cell in which nobody answered.
        NoSuchMargin: somebody answered in a cell of which nothing is known.
    """
    present = {str(level) for level in cells.levels}
    empty = sorted(cell for cell, people in cells.people.items() if people and cell not in present)
    if empty and not drop_empty:
        raise EmptyCell(empty)
    number, people = Margin(
        cells.levels, {cell: n for cell, n in cells.people.items() if cell in present}
    ).numbered()
    weights = design.weights * (people / np.bincount(number, design.weights, len(people)))[number]
    return design.reweighted(weights, _Fitted(_dummies([number]), design.weights, weights))


class Distance(StrEnum):
    """How far a calibrated weight is from the first one."""

    RAKING = "raking"
    LINEAR = "linear"
    LOGIT = "logit"


def calibrate(
    design: Design,
    margins: Sequence[Margin],
    distance: Distance = Distance.RAKING,
    within: tuple[float, float] = (0.2, 4.0),
) -> Design:
    """Fit the weights to all margins at once, each as near to its first value as the distance says.

    `within` holds the factors of `Distance.LOGIT`.

    Raises:
        NoSuchMargin: a margin does not fit the answers.
        CannotEstimate: the margins contradict each other, or can't be met within these factors.
    """
    numbered = [margin.numbered() for margin in margins]
    x = _dummies([number for number, _ in numbered])
    target = np.concatenate([numbered[0][1], *(people[1:] for _, people in numbered[1:])])
    scale = np.concatenate([np.ones(len(numbered[0][1])), *(np.ones(len(p) - 1) for _, p in numbered[1:])])
    factor = _FACTORS[distance]
    first = design.weights
    lam = np.zeros(x.shape[1])
    for _ in range(200):
        g, slope = factor(x @ lam, within)
        miss = target - x.T @ (first * g)
        if np.abs(miss / np.maximum(target, scale)).max() < 1e-13:
            break
        lam = lam + np.linalg.lstsq((x * (first * slope)[:, None]).T @ x, miss, rcond=None)[0]
    weights = first * factor(x @ lam, within)[0]
    _check_met(weights, numbered)
    return design.reweighted(weights, _Fitted(x, first, weights))


def _raking(u: Floats, _: tuple[float, float]) -> tuple[Floats, Floats]:
    g = np.exp(np.clip(u, -50, 50))
    return g, g


def _linear(u: Floats, _: tuple[float, float]) -> tuple[Floats, Floats]:
    return 1 + u, np.ones_like(u)


def _bounded(u: Floats, within: tuple[float, float]) -> tuple[Floats, Floats]:
    low, high = within
    a = (high - low) / ((1 - low) * (high - 1))
    e = np.exp(np.clip(a * u, -300, 300))
    below = high - 1 + (1 - low) * e
    g = (low * (high - 1) + high * (1 - low) * e) / below
    return g, (g - low) * (high - g) * a / (high - low)


_FACTORS = {Distance.RAKING: _raking, Distance.LINEAR: _linear, Distance.LOGIT: _bounded}


def trim(design: Design, most: float) -> Design:
    """Cut weights at `most` and share out what was cut, until none is above it.

    Raises:
        CannotEstimate: no weight would be left below it.
    """
    weights = design.weights.copy()
    cut = np.zeros(len(weights), dtype=bool)
    while (above := weights > most * (1 + 1e-12)).any():
        surplus = (weights[above] - most).sum()
        cut = above
        weights[above] = most
        if cut.all():
            raise CannotEstimate("All weights are above the limit.")
        weights[~cut] += surplus / (~cut).sum()
        if weights.sum() > most * len(weights):
            raise CannotEstimate("The limit is below the mean weight.")
    return design.reweighted(weights)


def kish(weights: ArrayLike) -> tuple[float, float]:
    """Return the effective number of answers of unequal weights, and the factor by which they widen a variance."""
    w = np.asarray(weights, dtype=np.float64)
    n_eff = float(w.sum() ** 2 / (w**2).sum())
    return n_eff, len(w) / n_eff


# ---- what fitted weights take from the variance --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Calibrated weights: what a regression on the margins explains is known."""

    x: Floats
    first: Floats
    weights: Floats

    def residual(self, influences: Floats) -> Floats:
        root = np.sqrt(self.first)[:, None]
        factor = (self.weights / self.first)[:, None] * root
        own = influences / factor
        explained = np.linalg.lstsq(self.x * root, own, rcond=None)[0]
        return np.asarray((own - self.x * root @ explained) * factor)


def _dummies(numbers: Sequence[Codes]) -> Floats:
    """One column for each level of the first margin, and for all but the first level of the others."""
    first, *others = (np.eye(number.max() + 1)[number] for number in numbers)
    return np.column_stack([first, *(other[:, 1:] for other in others)])


def _check_met(weights: Floats, numbered: Sequence[tuple[Codes, Floats]]) -> None:
    for number, people in numbered:
        got = np.bincount(number, weights, len(people))
        if not np.isfinite(got).all() or (np.abs(got - people) > 1e-6 * np.maximum(people, 1)).any():
            raise CannotEstimate(
                "The margins can't be met together: their sums differ, or a level is too thin."
            )
