"""Train on one file, test on another, and say how good, how honest and how fast the classifier is."""

import gzip
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext_lazy as _

from answerable.contexts.dispatch.domain.training import PRECISION, Example, Told, measures, silent, train
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.tables import Row, Table, read_csv

COLUMNS = ("title", "detail", "label")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a test. `coverage` and `precision` are those at the threshold that the training chose.

    `messages_per_second` and `train_seconds` are of one core; a message is a whole guess with its terms, in batches as
    in the sweep.
    """

    macro_f1: float
    accuracy: float
    ece: float
    coverage_at_98_precision: float
    messages_per_second: float
    peak_mb: float
    coverage: float
    precision: float
    threshold: float
    train_seconds: float
    trained_on: int
    tested_on: int


def read_examples(path: Path) -> list[Example]:
    """Read `title,detail,tokens,label,dup_group` from a CSV or CSV.GZ; rows without a label or text are left out.

    Raises:
        Invalid: the file is no such table.
    """
    raw = path.read_bytes()
    name = path.name
    if name.endswith(".gz"):
        try:
            raw, name = gzip.decompress(raw), name.removesuffix(".gz")
        except (OSError, EOFError):
            raise Invalid([Fault(name, _("This is no readable GZIP file."))]) from None
    return examples_of(read_csv(raw, name))


def examples_of(table: Table) -> list[Example]:
    """Return the labelled texts of a table.

    Raises:
        Invalid: columns are missing.
    """
    table.require(*COLUMNS)
    if table.faults:
        raise Invalid(table.faults)
    rows = ((text_of(row), row) for row in table.rows)
    return [Example(text, row["label"], row["dup_group"]) for text, row in rows if text and row["label"]]


def text_of(row: Row) -> str:
    """Return the title as the first line, then the detail, or where there is none the tokens."""
    return f"{row['title']}\n{row['detail'] or row['tokens']}".strip()


def evaluate(
    learn: Sequence[Example],
    test: Sequence[Example],
    *,
    precision: float = PRECISION,
    told: Told = silent,
) -> Evaluation:
    """Train, then guess every test text in batches as the sweep does, reasons included.

    Raises:
        TooFewExamples: there is too little to learn from.
        Invalid: there is nothing to test on.
    """
    if not test:
        raise Invalid([Fault("test", _("There is no labelled text in this file."))])
    # A core's time, not the clock's: what else runs on the machine does not make the classifier slower.
    began = time.process_time()
    trained = train(learn, precision=precision, told=told)
    took = time.process_time() - began
    classifier = trained.classifier
    texts = [example.text for example in test]
    began = time.process_time()
    for start in range(0, len(texts), BATCH):
        classifier.guess(texts[start : start + BATCH])
    speed = len(texts) / max(1e-9, time.process_time() - began)
    chances = np.concatenate(
        [classifier.probabilities(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    )
    figures = measures(chances, classifier.labels, [example.label for example in test], classifier.threshold)
    return Evaluation(
        **figures,
        messages_per_second=round(speed, 1),
        peak_mb=round(peak_mb(), 1),
        threshold=classifier.threshold,
        train_seconds=round(took, 2),
        trained_on=trained.examples,
        tested_on=len(test),
    )


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
