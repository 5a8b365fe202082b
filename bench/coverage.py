"""How often the intervals that we publish hold the truth: bureaus whose truth is known, asked again and again.

The designs lie beside the project (../shared/data/survey, or ANSWERABLE_SURVEY_DATA and ANSWERABLE_SURVEY_PREFIX).
Every replicate goes through the public estimators, one at a time, as a bureau's figures do.

    .venv/bin/python bench/coverage.py [--replicates 2000]
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import norm

from answerable.contexts.review.domain import estimates as est

FOLDER = Path(
    os.environ.get(
        "ANSWERABLE_SURVEY_DATA", Path(__file__).resolve().parents[2] / "shared" / "data" / "survey"
    )
)
PREFIX = os.environ.get("ANSWERABLE_SURVEY_PREFIX", "dev")

Limits = dict[str, tuple[float, float]]
Chance = np.random.Generator


def limits_of(share: est.Estimate) -> Limits:
    return {
        "logit": est.interval_of(share, est.Kind.LOGIT),
        "wilson_effective": est.wilson_effective(share),
        "korn_graubard": est.korn_graubard(share),
        "student": est.student(share),
    }


def zeros_and_ones(ones: np.ndarray, of: np.ndarray) -> np.ndarray:
    """One answer after the other: in each group first those who are satisfied."""
    return np.concatenate([np.arange(n) < k for k, n in zip(ones, of, strict=True)]).astype(float)


def phone(truth: dict[str, Any], chance: Chance) -> Limits:
    """A sample within branches; some do not answer, whatever they think."""
    people, satisfied, asked, response = (np.array(truth[k]) for k in ("N", "T", "n", "response"))
    answered = np.maximum(chance.binomial(asked, response), 2)
    yes = chance.hypergeometric(satisfied, people - satisfied, answered)
    branch = np.repeat(np.arange(len(people)), answered)
    design = est.Design.of((people / answered)[branch], strata=branch, population=people[branch])
    return limits_of(est.mean(design, zeros_and_ones(yes, answered)))


def recall(truth: dict[str, Any], chance: Chance) -> Limits:
    """Of those who said "satisfied", a part of each unit is called again."""
    people, pressured, called = (np.array(truth[k]) for k in ("N", "K", "m"))
    found = chance.hypergeometric(pressured, people - pressured, called)
    unit = np.repeat(np.arange(len(people)), called)
    design = est.Design.of((people / called)[unit], strata=unit, population=people[unit])
    return limits_of(est.mean(design, zeros_and_ones(found, called)))


def rake(truth: dict[str, Any], chance: Chance) -> Limits:
    """Response differs by age and district, and both margins are known."""
    share = np.array(truth["cell_share"])
    share /= share.sum()
    invited = chance.multinomial(truth["invited"], share.ravel())
    answered = chance.binomial(invited, np.array(truth["response"]).ravel())
    yes = chance.binomial(answered, np.array(truth["p"]).ravel())
    row, column = np.divmod(np.repeat(np.arange(share.size), answered), share.shape[1])
    margins = [
        est.Margin(row, {str(i): part for i, part in enumerate(share.sum(axis=1))}),
        est.Margin(column, {str(i): part for i, part in enumerate(share.sum(axis=0))}),
    ]
    design = est.rake(est.Design.of(np.ones(len(row))), margins)
    return limits_of(est.mean(design, zeros_and_ones(yes, answered)))


def change(truth: dict[str, Any], chance: Chance) -> Limits:
    """Two months, some people in both, who are steadier than strangers."""
    first, second, both = truth["n1"], truth["n2"], truth["overlap"]
    people = first + second - both
    steady = chance.normal(size=people)
    answers = [
        np.sqrt(truth["rho"]) * steady + np.sqrt(1 - truth["rho"]) * chance.normal(size=people)
        < norm.ppf(truth[p])
        for p in ("p1", "p2")
    ]
    who = np.concatenate([np.arange(first), np.arange(first - both, people)])
    month = np.repeat([0, 1], [first, second])
    y = np.concatenate([answers[0][:first], answers[1][first - both :]]).astype(float)

    def limits(clusters: np.ndarray | None) -> tuple[float, float]:
        design = est.Design.of(np.ones(len(who)), clusters=clusters)
        return est.normal(est.combine([est.mean(design, y, month == m) for m in (0, 1)], (-1, 1)))

    return {"normal": limits(who), "WRONG: overlap ignored": limits(None)}


def sms(truth: dict[str, Any], chance: Chance) -> Limits:
    """Who answers depends on what they think: no weight can help, only the bounds are true."""
    told = chance.multinomial(truth["N"], truth["p"])
    answered = chance.binomial(told, truth["respond_by_rating"])
    plain = est.mean(est.Design.of(np.ones(answered.sum())), np.arange(answered.sum()) < answered[0])
    bounds = est.worst_case(int(answered[0]), int(answered.sum()), int(truth["N"]))
    return {
        "WRONG: silence ignored": est.interval_of(plain),
        "bounds": (bounds.low, bounds.high),
    }


CASES: dict[str, tuple[Callable[[dict[str, Any], Chance], Limits], str]] = {
    "phone": (phone, "phone"),
    "recall": (recall, "recall"),
    "rake": (rake, "rake"),
    "change": (change, "change"),
    "sms": (sms, "sms_satisfied"),
}


def covered(truths: dict[str, Any], replicates: int, seed: int = 20261) -> Iterator[dict[str, Any]]:
    """Yield, for each design and interval, the share of replicates that held the truth."""
    chance = np.random.default_rng(seed)
    for name, (draw, key) in CASES.items():
        truth, held = truths["truth"][key], {}
        for number in range(replicates):
            for kind, (low, high) in draw(truths[name], chance).items():
                held.setdefault(kind, []).append((low, high))
            if number % 200 == 0:
                print(f"{name}: {number}", file=sys.stderr)
        for kind, limits in held.items():
            low, high = np.array(limits).T
            yield {
                "design": name,
                "interval": kind,
                "truth": round(truth, 4),
                "coverage": round(float(((low <= truth) & (truth <= high)).mean()), 4),
                "mean_width": round(float((high - low).mean()), 4),
                "least_width": float((high - low).min()),
            }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replicates", type=int, default=2000)
    replicates = options.parse_args().replicates
    path = FOLDER / f"{PREFIX}_coverage_design.json"
    if not path.exists():
        print(f"There are no designs in {FOLDER}: set ANSWERABLE_SURVEY_DATA.", file=sys.stderr)
        return
    rows = list(covered(json.loads(path.read_text(encoding="utf-8")), replicates))
    print(
        json.dumps(
            {
                "bench": "coverage",
                "replicates": replicates,
                "rows": rows,
                "targets": {
                    "phone, rake, change": "0.940–0.960 for logit or Wilson on the effective number",
                    "recall": "≥ 0.94",
                    "bounds": "1.000",
                    "WRONG: silence ignored": "≤ 0.06, or the test would prove nothing",
                },
            },
            ensure_ascii=False,
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
