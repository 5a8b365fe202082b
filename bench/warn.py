"""False alarms, outbreaks found and speed of `answerable insight warn`, and its agreement with R week by week.

    .venv/bin/python bench/warn.py [--data ../shared/data/outbreak]

Thresholds are those of the program; no label is used for anything but the figures. Speed is per second of a core.
"""

import argparse
import csv
import gzip
import json
import os
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

# One core, so that figures of two machines can be compared; numpy is not loaded yet.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

import numpy as np

from answerable.contexts.insight.domain.warning import METHODS, Rule, judge

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "outbreak"
FIRST, BANDS = 576, (0, 0.3, 1, 3, 10, 50, 1e9)
Matrix = Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=BESIDE)
    data = parser.parse_args().data
    if not data.is_dir():
        print(json.dumps({"skipped": f"{data} is not there"}))
        return
    counts, planted, large = read(data)
    told: dict[str, Any] = {"series": len(counts), "load": os.getloadavg()[0]}
    for method in METHODS:
        for alpha in (0.0097, 0.0055):
            told[f"{method} {alpha}"] = figures(counts, planted, large, Rule(method, alpha))
    told["farrington_flexible beside R"] = beside_r(data, counts)
    print(json.dumps(told, indent=1))


def read(data: Path) -> tuple[Matrix, Matrix, Matrix]:
    """Counts and planted cases (series, weeks), and which series' last outbreak has size 5 or more."""
    with gzip.open(data / "series_long.csv.gz", "rt") as file:
        rows = np.loadtxt(file, delimiter=",", skiprows=1)
    n = len(np.unique(rows[:, 0]))
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    with open(data / "series_meta.csv") as file:
        large = np.array([int(row["k_current"]) >= 5 for row in csv.DictReader(file)])
    return rows[:, 2].reshape(n, -1), rows[:, 3].reshape(n, -1), large


def figures(counts: Matrix, planted: Matrix, large: Matrix, rule: Rule) -> dict[str, Any]:
    list(judge(counts[:2, :], first=counts.shape[1], rule=rule))  # the table of quiet weeks, once
    began = time.process_time()
    weeks = list(judge(counts, first=FIRST, rule=rule))
    seconds = time.process_time() - began
    alarm = np.array([week.alarm for week in weeks]).T
    expected = np.array([week.expected for week in weeks]).T
    ill = planted[:, FIRST - 1 :] > 0
    has = ill.any(axis=1)
    found = (alarm & ill).any(axis=1)
    start = ill.argmax(axis=1)
    row = np.arange(len(counts))
    second = np.minimum(start + 1, ill.shape[1] - 1)
    first_week = (alarm & ill)[row, start]
    within = [(low, high, (expected >= low) & (expected < high) & ~ill) for low, high in pairwise(BANDS)]
    return {
        "false_alarms": round(float(alarm[~ill].mean()), 4),
        "found": round(float(found[has].mean()), 3),
        "found_of_size_5": round(float(found[has & large].mean()), 3),
        "right": round(float((alarm & ill).sum() / alarm.sum()), 3),
        "in_first_week": round(float(first_week[has].mean()), 3),
        "in_two_weeks": round(float((first_week | alarm[row, second])[has].mean()), 3),
        "false_alarms_by_expected": {
            f"<{high:g}": round(float(alarm[at].mean()), 4) for _, high, at in within
        },
        "series_weeks_per_second": round(alarm.size / seconds),
    }


def beside_r(data: Path, counts: Matrix) -> dict[str, Any]:
    """Weeks whose alarm is R's, at each alpha."""
    with gzip.open(data / "r_baselines.csv.gz", "rt") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (int(row["id"]), int(row["t"])))
    told = {}
    for alpha in ("0.005", "0.01", "0.05"):
        rule = Rule("farrington_flexible", float(alpha))
        ours = np.array([week.alarm for week in judge(counts, first=FIRST, rule=rule)]).T.ravel()
        theirs = np.array([row[f"ff_al_{alpha}"] == "1" for row in rows])
        told[alpha] = {"weeks": len(theirs), "same": int((ours == theirs).sum())}
    return told


if __name__ == "__main__":
    main()
