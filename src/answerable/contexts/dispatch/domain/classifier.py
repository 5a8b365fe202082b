"""The classifier: one linear score for each topic, made a probability, explained by the terms that made it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from answerable.contexts.dispatch.domain.calibration import Calibration, certainties
from answerable.contexts.dispatch.domain.ngrams import Grams, Integers, Reading, Vocabulary, find_grams, read

Floats = npt.NDArray[np.floating]

TERMS = 6
TERM_SYMBOLS = 6
# A symbol belongs to a term if it speaks at least this much of what the strongest one does.
SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Guess:
    """Labels with their probabilities, the likeliest first, and the terms that spoke for the first.

    A text in which nothing is known has none.
    """

    ranked: tuple[tuple[str, float], ...] = ()
    sure: bool = False
    terms: tuple[tuple[str, float], ...] = ()


NOTHING = Guess()


@dataclass(frozen=True)
class Classifier:
    """A trained model. `weights` has a row for each label and a column for each n-gram."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    calibration: Calibration
    threshold: float

    @cached_property
    def _usual(self) -> npt.NDArray[np.float32]:
        """What an n-gram says for a topic on average."""
        mean: npt.NDArray[np.float32] = self.weights.mean(axis=0)
        return mean

    def scores(self, batch: Sequence[Reading]) -> Floats:
        found: Floats = self.vocabulary.vectors(batch) @ self.weights.T + self.bias
        return found

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return a row for each text and a column for each label."""
        return self.calibration.probabilities(self.scores([read(text) for text in texts]))

    def guess(self, texts: Sequence[str], *, best: int = 3) -> list[Guess]:
        """Return a guess for each text; a whole batch costs little more than one."""
        if not texts:
            return []
        batch = [read(text) for text in texts]
        grams = find_grams(batch, self.vocabulary.numbers)
        columns = self.vocabulary.columns(grams)
        vectors = self.vocabulary.weigh(grams, columns)
        chances = self.calibration.probabilities(vectors @ self.weights.T + self.bias)
        certain = certainties(chances)
        order = np.argsort(-chances, axis=1, kind="stable")[:, :best]
        spoken = self._spoken(batch, grams, columns, order)
        heard_any = np.diff(vectors.indptr) > 0
        return [
            Guess(
                tuple((self.labels[label], float(chances[row, label])) for label in order[row]),
                bool(certain[row] >= self.threshold),
                tuple(_terms(text.words, heard)),
            )
            if heard_any[row]
            else NOTHING
            for row, (text, heard) in enumerate(zip(batch, spoken, strict=True))
        ]

    def _spoken(
        self, batch: Sequence[Reading], grams: Grams, columns: Integers, order: Integers
    ) -> Iterator[Floats]:
        """Yield for each text how much each of its symbols spoke for the first label, against the others.

        An n-gram's weight is shared among its symbols, so that overlapping n-grams add up to the words they are of.
        """
        known = columns >= 0
        column, first = columns[known], order[grams.owner[known], 0]
        lead = self.weights[first, column] - self._usual[column]
        lead = lead * self.vocabulary.worth[column] / grams.size[known]
        start, size = grams.start[known], grams.size[known]
        heard = np.zeros(sum(len(text.words) + 1 for text in batch))
        for step in range(int(size.max(initial=0))):
            part = size > step
            heard += np.bincount(start[part] + step, weights=lead[part], minlength=len(heard))
        at = 0
        for text in batch:
            yield heard[at : at + len(text.words)]
            at += len(text.words) + 1


def _terms(text: Sequence[str], heard: Floats) -> Iterator[tuple[str, float]]:
    """Yield the runs of symbols that spoke most, the loudest first with weight 1."""
    loud = heard >= max(SHARE * heard.max(initial=0.0), 1e-9)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.view(np.int8), [0]])))
    total: dict[str, float] = {}
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for at in range(start, end, TERM_SYMBOLS):
            run = slice(at, min(at + TERM_SYMBOLS, end))
            term = _written(text[run])
            total[term] = max(total.get(term, 0.0), float(heard[run].sum()))
    best = sorted(total.items(), key=lambda pair: -pair[1])[:TERMS]
    for term, weight in best:
        yield term, round(weight / best[0][1], 2)


def _written(run: Sequence[str]) -> str:
    """Join symbols as they are written: Latin words with a space between, Chinese without."""
    out = ""
    for word in run:
        out += f" {word}" if out and word.isascii() and out[-1].isascii() else word
    return out
