"""Learn a classifier from labelled texts, and measure it on texts that it did not see.

scikit-learn is loaded by whoever learns: it costs a second and 60 MB, and every process of the product comes by here.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from answerable.contexts.dispatch.domain.calibration import (
    NEVER,
    Calibration,
    certainties,
    coverage_at,
    expected_calibration_error,
    threshold_for,
)
from answerable.contexts.dispatch.domain.classifier import Classifier
from answerable.contexts.dispatch.domain.ngrams import Reading, Vocabulary, read
from answerable.contexts.dispatch.errors import TooFewExamples

FOLDS = 5
LEAST_EXAMPLES = 5
PRECISION = 0.98
COST = 3.0
# Liblinear shuffles; the same examples have to give the same model.
SEED = 0

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what it is about. Texts of one `group` say the same and are never both learnt from and tested on.

    `own` texts are the bureau's words and no voice: they are learnt from, but nothing is measured on them.
    """

    text: str
    label: str
    group: str = ""
    weight: float = 1.0
    own: bool = False


@dataclass(frozen=True, slots=True)
class Trained:
    """A classifier with what cross-validation says about it: macro_f1, accuracy, ece, coverage, precision."""

    classifier: Classifier
    metrics: Mapping[str, float]
    examples: int


def silent(done: int, of: int) -> None:
    return


def train(examples: Sequence[Example], *, precision: float = PRECISION, told: Told = silent) -> Trained:
    """Learn from examples; calibration and threshold come from folds that the scorer of each did not see.

    Raises:
        TooFewExamples: there are not two labels with at least five examples.
    """
    labels, kept = _enough(examples)
    number = {label: n for n, label in enumerate(labels)}
    truth = np.array([number[example.label] for example in kept])
    batch = [read(example.text) for example in kept]
    weight = np.array([example.weight for example in kept])
    told(0, FOLDS + 1)
    scores = np.zeros((len(kept), len(labels)))
    for done, (seen, unseen) in enumerate(_folds(kept, truth), 1):
        fold = fit([batch[i] for i in seen], truth[seen], weight[seen], labels)
        scores[unseen] = fold.scores([batch[i] for i in unseen])
        told(done, FOLDS + 1)
    voices = np.array([not example.own for example in kept])
    calibration = Calibration.fit(scores[voices], truth[voices])
    chances = calibration.probabilities(scores[voices])
    right = chances.argmax(axis=1) == truth[voices]
    threshold = threshold_for(certainties(chances), right, precision)
    classifier = replace(fit(batch, truth, weight, labels), calibration=calibration, threshold=threshold)
    told(FOLDS + 1, FOLDS + 1)
    held_out = [labels[n] for n in truth[voices]]
    return Trained(classifier, measures(chances, labels, held_out, threshold), int(voices.sum()))


def _enough(examples: Sequence[Example]) -> tuple[tuple[str, ...], list[Example]]:
    """Return the labels that have enough examples, in order, and their examples."""
    counts = Counter(example.label for example in examples)
    labels = tuple(sorted(label for label, count in counts.items() if count >= LEAST_EXAMPLES))
    kept = [example for example in examples if counts[example.label] >= LEAST_EXAMPLES]
    if len(labels) < 2 or all(example.own for example in kept):
        raise TooFewExamples(topics=len(labels))
    return labels, kept


def measures(
    chances: npt.NDArray[np.floating], labels: Sequence[str], truth: Sequence[str], threshold: float
) -> dict[str, float]:
    """Return figures of probabilities against the true labels; `precision` is 1 where nothing is decided."""
    from sklearn.metrics import f1_score  # noqa: PLC0415

    certain = certainties(chances)
    guessed = np.array(labels)[chances.argmax(axis=1)]
    right, sure = guessed == np.array(truth), certain >= threshold
    return {
        "macro_f1": float(
            f1_score(truth, guessed, average="macro", labels=sorted(set(truth)), zero_division=0)
        ),
        "accuracy": float(right.mean()),
        "ece": expected_calibration_error(chances.max(axis=1), right),
        "coverage_at_98_precision": coverage_at(certain, right, PRECISION),
        "coverage": float(sure.mean()),
        "precision": float(right[sure].mean()) if sure.any() else 1.0,
    }


def _folds(
    examples: Sequence[Example], truth: npt.NDArray[np.int64]
) -> "list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]":
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    groups = [example.group or f"#{n}" for n, example in enumerate(examples)]
    cut = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(cut.split(truth, truth, groups))


def fit(
    batch: Sequence[Reading],
    truth: npt.NDArray[np.int64],
    weight: npt.NDArray[np.floating],
    labels: tuple[str, ...],
    *,
    cost: float = COST,
) -> Classifier:
    """Fit the linear scores alone; they are no probabilities yet."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    vocabulary = Vocabulary.learn(batch, truth, min_texts=2)
    # Balanced: a small topic must not be guessed away for a large one. How often each is, calibration knows.
    machine = LinearSVC(C=cost, class_weight="balanced", tol=1e-3, random_state=SEED)
    machine.fit(vocabulary.vectors(batch), truth, sample_weight=weight)
    coefficients, intercept = machine.coef_, machine.intercept_
    if len(labels) == 2:
        coefficients, intercept = (
            np.vstack([-coefficients, coefficients]),
            np.array([-intercept[0], intercept[0]]),
        )
    return Classifier(
        labels=labels,
        vocabulary=vocabulary,
        weights=coefficients.astype(np.float32),
        bias=intercept.astype(np.float32),
        calibration=Calibration(1.0, np.zeros(len(labels))),
        threshold=NEVER,
    )
