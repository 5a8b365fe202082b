"""Import of 11,734 real messages to government, end to end: file → submissions → classified, dispatched cases.

They are a whole city's, so the house is the 12345 hotline of `examples/`. The classifier is trained on a part of the
labelled messages, split by groups of near-duplicates; whether the department is right is judged on the other part.

    .venv/bin/python bench/import_real.py [--train-share 0.6]
"""

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from house import SHARED, a_house

MESSAGES = SHARED / "messages"
LABELLED, YEAR = MESSAGES / "labelled.csv.gz", MESSAGES / "unlabelled_with_time.csv.gz"
SET_UP = Path(__file__).resolve().parents[1] / "examples" / "hotline-12345"


def learnt(group: str, share: float) -> bool:
    """Whether a group of near-duplicates is learnt from; the same in every run."""
    return int.from_bytes(sha256(group.encode()).digest()[:4], "big") / 2**32 < share


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--train-share", type=float, default=0.6)
    share = options.parse_args().train_share
    if not LABELLED.exists():
        print(json.dumps({"bench": "import_real", "skipped": f"{MESSAGES} is not there"}))
        sys.exit(0)
    with a_house() as house:
        report = measure(house.root, share)
    print(json.dumps(report, ensure_ascii=False, indent=2))


def measure(root: Path, share: float) -> dict[str, Any]:
    from answerable.contexts.dispatch import api as dispatch
    from answerable.kernel.actor import Actor
    from answerable.kernel.clock import now
    from answerable.kernel.tables import open_tables
    from answerable.processes.set_up_bureau import set_up_bureau

    actor = Actor.system("bench")
    set_up_bureau(actor=actor, tables=open_tables(SET_UP), at=now())
    examples = [one for one in dispatch.read_examples(LABELLED) if learnt(one.group, share)]
    began = time.perf_counter()
    dispatch.train_model(actor=actor, at=now(), labelled=examples)
    trained = time.perf_counter() - began

    worker = subprocess.Popen(
        [str(Path(sys.executable).parent / "answerable"), "worker"],
        env=os.environ | {"ANSWERABLE_LOG_LEVEL": "ERROR"},
    )
    try:
        files = {
            path.name: import_file(root, path, channel)
            for path, channel in ((YEAR, "hotline_12345"), (LABELLED, "forum"))
        }
    finally:
        worker.terminate()
        worker.wait(60)
    rows, spent = (sum(file[name] for file in files.values()) for name in ("rows", "seconds"))
    return {
        "bench": "import_real",
        "learnt_from": len(examples),
        "training_seconds": round(trained, 1),
        "rows": rows,
        "rows_per_second": round(rows / spent, 1),
        "files": files,
        "judged_on_messages_not_learnt_from": judge(share),
        "targets": {"rows_per_second": "≥ 300", "right_where_decided": "≥ 0.98", "share_decided": "≥ 0.70"},
    }


def import_file(root: Path, path: Path, channel: str) -> dict[str, Any]:
    """Import one file to its last dispatched case. The worker of the installation sweeps beside the import."""
    from answerable.contexts.intake import api as intake
    from answerable.kernel.actor import Actor
    from answerable.kernel.clock import now
    from answerable.processes.import_messages import import_messages

    actor, profile = Actor.system("bench"), path.name
    began = time.perf_counter()
    file = intake.open_messages(path)
    columns = intake.guess_columns(file.columns)
    intake.save_profile(actor=actor, name=profile, channel=channel, columns=columns, at=now())
    done = import_messages(
        actor=actor,
        file=file,
        profile=profile,
        rejected=root / f"{profile}.rejected.csv",
        told=lambda report, line: print(f"{report.count.rows:,} rows …", end="\r", file=sys.stderr),
    )
    while intake.waiting_count():
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    went = where_they_went(channel)
    return {
        "rows": done.count.rows,
        "taken": done.count.taken,
        "received_before": done.count.again,
        "refused": done.count.refused,
        "seconds": round(seconds, 1),
        "rows_per_second": round(done.count.rows / seconds, 1),
        "dispatched": sum(number for unit, number in went.items() if unit),
        "waits_for_a_dispatcher": went.get("", 0),
        "set_aside": intake.waiting().set_aside,
        "went_to": {unit: number for unit, number in went.items() if unit},
    }


def where_they_went(channel: str) -> dict[str, int]:
    """Return the cases of a channel by unit; those without one wait for a dispatcher."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(u.name_zh, ''), count(*) FROM cases_case c"
            " LEFT JOIN organisation_unit u ON u.id = c.unit_id WHERE c.channel = %s GROUP BY 1 ORDER BY 2 DESC",
            [channel],
        )
        return dict(cursor.fetchall())


def judge(share: float) -> dict[str, Any]:
    """Compare the departments with the labels, on groups that were not learnt from."""
    from answerable.contexts.cases import api as cases
    from answerable.contexts.intake.models import Submission
    from answerable.contexts.organisation import api as organisation

    with gzip.open(LABELLED, "rt", encoding="utf-8-sig", newline="") as file:
        labels = {
            row["row"]: row["label"] for row in csv.DictReader(file) if not learnt(row["dup_group"], share)
        }
    references = dict(
        Submission.objects.filter(channel="forum", source_id__in=labels).values_list("source_id", "reference")
    )
    case_ids = {source: cases.case_with_reference(reference) for source, reference in references.items()}
    facts = cases.facts_of([case_id for case_id in case_ids.values() if case_id is not None])
    codes = {topic.name_zh: topic.code for topic in cases.topics()}
    right, decided, wrong = 0, 0, Counter[str]()
    for source, case_id in case_ids.items():
        unit_id = facts[case_id].unit_id if case_id is not None else None
        if unit_id is None:
            continue
        decided += 1
        unit = organisation.units().get(unit_id)
        if unit.code == codes[labels[source]]:
            right += 1
        else:
            wrong[f"{labels[source]} → {unit.name_zh}"] += 1
    return {
        "messages": len(case_ids),
        "decided": decided,
        "share_decided": round(decided / max(1, len(case_ids)), 4),
        "right_where_decided": round(right / max(1, decided), 4),
        "wrong": dict(wrong.most_common(8)),
    }


if __name__ == "__main__":
    main()
