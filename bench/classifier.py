"""How good, how honest and how fast the classifier is on real messages that it has not seen.

Grouped cross-validation of `../shared/data/messages/labelled.csv.gz`: near-duplicates (`dup_group`) are never on both
sides. Each fold trains as `answerable triage train` does (its own inner folds choose calibration and threshold) and is
measured as `answerable triage evaluate` does. Police complaints in English are measured beside, for information.

    .venv/bin/python bench/classifier.py [--folds 5] [--seed 0] [--english]
"""

import argparse
import csv
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean
from typing import Any

from house import SHARED

LEAST_OF_A_CLASS = 50
TEXT, LABEL = "summary", "general_cap_classification"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--english", action="store_true", help="also the English police complaints")
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder of evaluation data")
    options = parser.parse_args()
    # One core, so that figures of two machines can be compared; numpy is not loaded yet.
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    messages = options.data / "messages" / "labelled.csv.gz"
    if not messages.is_file():
        print(json.dumps({"skipped": f"{messages} is not there"}))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
    import django

    django.setup()
    from answerable.contexts.dispatch import api as dispatch

    found = {"messages": measured(dispatch.read_examples(messages), options.folds, options.seed)}
    if options.english:
        found["police_en"] = measured(english(options.data), options.folds, options.seed)
    print(json.dumps(found, indent=2))


def measured(examples: Sequence[Any], folds: int, seed: int) -> dict[str, Any]:
    """Return the figures of all folds together, and the F1 of each."""
    from answerable.contexts.dispatch import api as dispatch

    each = []
    for number, (learn, test) in enumerate(split(examples, folds, seed), 1):
        figures = asdict(dispatch.evaluate(learn, test))
        print(f"fold {number}: {figures}", file=sys.stderr)
        each.append(figures)
    highest = ("peak_mb", "train_seconds")
    return {
        "folds": folds,
        "seed": seed,
        "rows": len(examples),
        **{
            name: round(max(f[name] for f in each) if name in highest else mean(f[name] for f in each), 4)
            for name in each[0]
        },
        "macro_f1_of_folds": [round(f["macro_f1"], 4) for f in each],
    }


def split(examples: Sequence[Any], folds: int, seed: int) -> Iterator[tuple[list[Any], list[Any]]]:
    from sklearn.model_selection import StratifiedGroupKFold

    labels = [example.label for example in examples]
    groups = [example.group or f"#{n}" for n, example in enumerate(examples)]
    cut = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    for learn, test in cut.split(labels, labels, groups):
        yield [examples[i] for i in learn], [examples[i] for i in test]


def english(data: Path) -> list[Any]:
    """Return the English police complaints of classes with at least 50."""
    from answerable.contexts.dispatch import api as dispatch

    with gzip.open(data / "police_en" / "complaints.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = Counter(row[LABEL] for row in rows if row[LABEL])
    return [
        dispatch.Example(row[TEXT], row[LABEL], group=row[TEXT])
        for row in rows
        if row[TEXT].strip() and counts[row[LABEL]] >= LEAST_OF_A_CLASS
    ]


if __name__ == "__main__":
    main()
