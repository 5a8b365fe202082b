"""Whether the right department gets real messages: a 12345 hotline, trained on one part, importing the other.

The set-up of `examples/hotline-12345` (seven departments) is taken, the classifier learns from a part of the labelled
messages as `answerable triage train --file` does, and the rest is imported as `answerable import messages` does:
received, classified, opened, dispatched. Near-duplicates are on one side only. What is not sure has to be in triage.

    .venv/bin/python bench/dispatch_real.py [--train 0.8] [--seed 0]
"""

import argparse
import csv
import gzip
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from house import SHARED, House, a_house

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "hotline-12345"
COLUMNS = {"title": ["title"], "text": ["detail", "tokens"], "source_id": ["row"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=float, default=0.8, help="share of the groups to learn from")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder of evaluation data")
    options = parser.parse_args()
    # One core, so that figures of two machines can be compared; numpy is not loaded yet.
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    messages = options.data / "messages" / "labelled.csv.gz"
    if not messages.is_file():
        print(json.dumps({"skipped": f"{messages} is not there"}))
        return
    with gzip.open(messages, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = sorted({row["dup_group"] for row in rows})
    random.Random(options.seed).shuffle(groups)
    learnt = set(groups[: round(len(groups) * options.train)])
    with a_house() as house:
        learn = write(house, "learn.csv", [row for row in rows if row["dup_group"] in learnt])
        test = write(house, "test.csv", [row for row in rows if row["dup_group"] not in learnt])
        print(json.dumps(run(house, learn, test), indent=2, ensure_ascii=False))


def write(house: House, name: str, rows: Sequence[dict[str, str]]) -> Path:
    path = house.root / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(house: House, learn: Path, test: Path) -> dict[str, Any]:
    """Set up, train, import; return the figures."""
    from answerable.contexts.dispatch import api as dispatch
    from answerable.contexts.intake import api as intake
    from answerable.kernel.actor import Actor
    from answerable.kernel.clock import now
    from answerable.kernel.tables import open_tables
    from answerable.processes.import_messages import import_messages
    from answerable.processes.set_up_bureau import set_up_bureau

    actor = Actor.system("bench")
    set_up_bureau(actor=actor, tables=open_tables(EXAMPLE), at=now())
    began = time.perf_counter()
    model = dispatch.train_model(actor=actor, at=now(), labelled=dispatch.read_examples(learn))
    trained = time.perf_counter() - began
    print(f"trained on {model.examples} in {trained:.0f} s: {model.metrics}", file=sys.stderr)
    intake.save_profile(actor=actor, name="bench", channel="hotline_12345", columns=COLUMNS, at=now())
    began = time.perf_counter()
    report = import_messages(
        actor=actor,
        file=intake.open_messages(test),
        profile="bench",
        rejected=house.root / "rejected.csv",
    )
    took = time.perf_counter() - began
    taken = report.count.taken
    return {
        "trained_on": model.examples,
        "train_seconds": round(trained, 1),
        "rows": taken + report.count.again + report.count.refused,
        "taken": taken,
        "again": report.count.again,
        "refused": report.count.refused,
        "rows_per_second": round(taken / took, 1),
        **judged(test),
    }


def judged(test: Path) -> dict[str, Any]:
    """Hold every case against the label of its message: the department's name is the label's."""
    from answerable.contexts.cases.models import Case
    from answerable.contexts.dispatch.models import Suggestion
    from answerable.contexts.intake.models import Submission
    from answerable.contexts.organisation import api as organisation

    topics = topic_of_label()
    with test.open(encoding="utf-8", newline="") as file:
        wanted = {row["row"]: topics[row["label"]] for row in csv.DictReader(file)}
    references = dict(Submission.objects.values_list("reference", "source_id"))
    units = organisation.units()
    right: Counter[bool] = Counter()
    by_unit: Counter[str] = Counter()
    waiting = 0
    for reference, unit_id, state in Case.objects.values_list("reference", "unit_id", "state"):
        if state == "triage":
            waiting += 1
            continue
        unit = units.get(unit_id)
        right[unit.code == wanted[references[reference]]] += 1
        by_unit[unit.name("zh")] += 1
    doubts = Counter(Suggestion.objects.filter(settled="").values_list("doubt", flat=True))
    decided = right.total()
    return {
        "cases": decided + waiting,
        "decided": round(decided / max(1, decided + waiting), 4),
        "right_where_decided": round(right[True] / max(1, decided), 4),
        "in_triage": waiting,
        "doubts": dict(doubts),
        "by_department": dict(by_unit),
    }


def topic_of_label() -> dict[str, str]:
    with (EXAMPLE / "topics.csv").open(encoding="utf-8", newline="") as file:
        return {row["name_zh"]: row["code"] for row in csv.DictReader(file) if not row["parent"]}


if __name__ == "__main__":
    main()
