"""How sure is sure: from scores to probabilities, and to the certainty above which a guess may act."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import log_softmax, softmax

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

ECE_BINS = 15
# The held-out precision has to reach the wanted one with the lower bound of its 99 % interval: the threshold is the
# best of many on that very data, and the next months are only a sample too.
MARGIN = 2.58
# And so much of the errors that are allowed is kept free: of a month with a thousand decided cases, the share that is
# right scatters by half a per cent.
RESERVE = 0.4
NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probabilities are the softmax of `scale` x score + `shift` (vector scaling: Guo et al. 2017)."""

    scale: float
    shift: Floats

    def probabilities(self, scores: Floats) -> Floats:
        found: Floats = softmax(self.scale * scores + self.shift, axis=1)
        return found

    @classmethod
    def fit(cls, scores: Floats, truth: Integers) -> "Calibration":
        """Fit on scores of texts that the scorer was not trained on; `truth` are class numbers."""
        # Half a second that only learning needs.
        from scipy.optimize import minimize  # noqa: PLC0415

        rows, classes = scores.shape
        hot = np.zeros_like(scores, dtype=np.float64)
        hot[np.arange(rows), truth] = 1

        def loss(values: Floats) -> tuple[float, Floats]:
            scale, shift = values[0], values[1:]
            logs = log_softmax(scale * scores + shift, axis=1)
            wrong = np.exp(logs) - hot
            # A small pull of the shifts to 0: classes with few texts say little about themselves.
            value = -(logs * hot).sum() / rows + shift @ shift / rows
            slope = np.concatenate([[(wrong * scores).sum()], wrong.sum(axis=0) + 2 * shift]) / rows
            return float(value), slope

        start = np.concatenate([[2.0], np.zeros(classes)])
        best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.05, 100), *[(-5, 5)] * classes])
        return cls(float(best.x[0]), best.x[1:])


def certainty(first: float, second: float) -> float:
    """Return how likely the first of two is, as if there were only they.

    A guess is hardly ever wrong for another reason than its strongest rival: judged by the probability itself, 3 %
    fewer texts are decided at the same precision (ADR 0301).
    """
    return first / (first + second) if first > 0 else 0.0


def certainties(chances: Floats) -> Floats:
    """Return the certainty of the likeliest label of each row of probabilities."""
    best = np.partition(chances, chances.shape[1] - 2, axis=1)[:, -2:]
    found: Floats = best[:, 1] / best.sum(axis=1)
    return found


def expected_calibration_error(confidence: Floats, right: Bools) -> float:
    """Return the mean distance of confidence and accuracy over 15 bins of equal width, weighted by their texts."""
    bins = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    count = np.bincount(bins, minlength=ECE_BINS)
    gap = np.bincount(bins, weights=confidence - right, minlength=ECE_BINS)
    return float(np.abs(gap).sum() / max(1, count.sum()))


def threshold_for(certain: Floats, right: Bools, precision: float) -> float:
    """Return the lowest certainty from which on guesses were right often enough, `NEVER` if none is.

    Often enough means that Wilson's lower bound, `MARGIN` standard errors down, reaches the wanted precision, and that
    the share itself leaves `RESERVE` of the allowed errors free.
    """
    order = np.argsort(-certain, kind="stable")
    hits, tried = np.cumsum(right[order]), np.arange(1, len(order) + 1)
    share = hits / tried
    z = MARGIN**2
    spread = MARGIN * np.sqrt(share * (1 - share) / tried + z / (4 * tried**2))
    lower = (share + z / (2 * tried) - spread) / (1 + z / tried)
    allowed = (1 - RESERVE) * (1 - precision)
    enough = np.flatnonzero((lower >= precision) & (share >= 1 - allowed))
    return float(certain[order[enough[-1]]]) if len(enough) else NEVER


def coverage_at(certain: Floats, right: Bools, precision: float) -> float:
    """Return the largest share of texts that can be decided, the surest first, at this precision."""
    if not len(certain):
        return 0.0
    order = np.argsort(-certain, kind="stable")
    tried = np.arange(1, len(order) + 1)
    enough = np.flatnonzero(np.cumsum(right[order]) >= math.nextafter(precision, 0) * tried)
    return float((enough[-1] + 1) / len(order)) if len(enough) else 0.0
