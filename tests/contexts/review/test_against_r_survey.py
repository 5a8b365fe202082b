"""Every number of R's `survey` that lies beside the project, again by ours, within the tolerances of its README.

The folder is ANSWERABLE_SURVEY_DATA (by default beside the project), the files begin with ANSWERABLE_SURVEY_PREFIX.
Where R itself fails (0 %, 100 %, one answer), ours must give what docs/decisions/0504 says.
"""

import csv
import json
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from answerable.contexts.review.domain import estimates as est

FOLDER = Path(
    os.environ.get(
        "ANSWERABLE_SURVEY_DATA", Path(__file__).resolve().parents[4] / "shared" / "data" / "survey"
    )
)
PREFIX = os.environ.get("ANSWERABLE_SURVEY_PREFIX", "dev")
SETS = ("a_sms", "b_phone", "c_rake", "d_teams", "e_recall", "f_change")
CLOSED, FITTED, TWO_PHASE, LOOSE = 1e-7, 1e-6, 1e-5, 1e-4
# An interval with every answer "satisfied", or none, is one that R can't give; a count's answer is known exactly.
AN_END = 1e-9

Entry = dict[str, Any]


def table(name: str) -> dict[str, np.ndarray]:
    """The columns of a file; numbers as floats, NA as nan."""
    with (FOLDER / f"{PREFIX}_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: _column([row[column] for row in rows]) for column in rows[0]}


def _column(values: list[str]) -> np.ndarray:
    try:
        return np.array([math.nan if value in ("", "NA") else float(value) for value in values])
    except ValueError:
        return np.array(values, dtype=object)


def near(got: Any, wanted: Any, tolerance: float) -> None:
    if wanted is None:
        return
    np.testing.assert_allclose(
        np.asarray(got, dtype=float), np.asarray(wanted, dtype=float), rtol=tolerance, atol=tolerance
    )


def same_estimate(got: est.Estimate, entry: Mapping[str, Any], tolerance: float = CLOSED) -> None:
    near(got.value, entry["est"], CLOSED)
    near(got.se, entry["se"], tolerance)
    if "ci95_normal_lo" in entry:
        near(est.normal(got), (entry["ci95_normal_lo"], entry["ci95_normal_hi"]), max(tolerance, CLOSED))


def same_estimates(got: list[est.Estimate], entry: Entry) -> None:
    for place, one in enumerate(got):
        keys = ("est", "se", "ci95_normal_lo", "ci95_normal_hi")
        same_estimate(one, {key: entry[key][place] for key in keys})


KINDS = {kind.value: kind for kind in est.Kind} | {"xlogit": est.Kind.LOGIT}


def same_interval(got: est.Estimate, entry: Mapping[str, Any], kind: str, tolerance: float = FITTED) -> None:
    near(got.value, entry["est"], FITTED)
    near(got.se, entry["se"], max(CLOSED, tolerance / 10))
    limits = est.interval_of(got, KINDS[kind])
    near(limits, (entry["lo"], entry["hi"]), LOOSE if kind == "likelihood" else tolerance)


def same_rows(
    got: Mapping[str, est.Estimate], entry: Entry, by: str, name: str, tolerance: float = CLOSED
) -> None:
    rows = {_label(row[by]): row for row in entry["rows"]}
    assert set(got) == set(rows)
    for label, row in rows.items():
        near(got[label].value, row[name], CLOSED)
        near(got[label].se, row["se"], tolerance)


def _label(value: Any) -> str:
    return str(float(value)) if isinstance(value, int) else str(value)


class SMS:
    """a: everybody was asked, some were reached, some of these answered."""

    def __init__(self) -> None:
        self.all = table("a_sms")
        answered = self.all["answered"] == 1
        self.answers = {name: column[answered] for name, column in self.all.items()}
        self.sat = (self.answers["rating"] == 1).astype(float)
        self.sat12 = (self.answers["rating"] <= 2).astype(float)
        self.plain = est.Design.of(np.ones(len(self.sat)))

    @cached_property
    def cells(self) -> tuple[est.Cells, np.ndarray]:
        reached = self.all["delivered"] == 1
        names = [f"{u} {c}" for u, c in zip(self.all["unit"], self.all["channel"], strict=True)]
        told = est.response_cells(
            [name for name, yes in zip(names, reached, strict=True) if yes],
            list(self.all["channel"][reached]),
            list(self.all["answered"][reached] == 1),
        )
        return told, np.array(told.cell, dtype=object)[self.all["answered"][reached] == 1]

    @cached_property
    def weighted(self) -> est.Design:
        told, cell = self.cells
        return est.Design.of([told.weight(name) for name in cell], strata=cell)

    @cached_property
    def finite(self) -> est.Design:
        told, cell = self.cells
        return est.Design.of(
            [told.weight(name) for name in cell], strata=cell, population=[told.people[name] for name in cell]
        )

    def check(self, entry: Entry) -> None:
        name, _, kind = entry["id"].partition("_")
        if name in ("a04", "a07"):
            design = self.plain if name == "a04" else self.finite
            same_interval(est.mean(design, self.sat), entry, kind)
            return
        CHECKS_OF_SMS[name](self, entry)

    def rates(self, entry: Entry) -> None:
        invited, delivered, answered = (self.all[c].sum() for c in ("invited", "delivered", "answered"))
        near((delivered / invited, answered / delivered, answered / invited), entry["value"], CLOSED)

    def weights(self, entry: Entry) -> None:
        same_estimate(est.mean(self.weighted, self.sat), entry)
        wanted = table("a_sms_weights")
        near(self.answers["id"], wanted["id"], 0)
        near(self.weighted.weights, wanted["wt"], CLOSED)

    def lonely(self, entry: Entry) -> None:
        """Small cells put together without a larger one: if one answer is left alone, R stops, and so do we."""
        names = [f"{u} {c}" for u, c in zip(self.answers["unit"], self.answers["channel"], strict=True)]
        of = Counter(names)
        strata = [
            name if of[name] > 1 else f"rest {c}"
            for name, c in zip(names, self.answers["channel"], strict=True)
        ]
        got = est.mean(est.Design.of(np.ones(len(names)), strata=strata), self.sat)
        if "error" in entry:
            with pytest.raises(est.LonelyStratum):
                est.covariance([got])
        else:
            same_estimate(got, entry)

    def topics_and_channels(self, entry: Entry) -> None:
        for row in entry["rows"]:
            inside = (self.answers["topic"] == row["topic"]) & (self.answers["channel"] == row["channel"])
            for name, y in (("sat", self.sat), ("sat12", self.sat12)):
                got = est.mean(self.finite, y, inside)
                near((got.value, got.se), (row[name], row[f"se.{name}"]), CLOSED)

    def standardised(self, entry: Entry) -> None:
        mix = {topic: n / len(self.all["topic"]) for topic, n in Counter(self.all["topic"]).items()}
        got = {}
        for unit in sorted(set(self.all["unit"])):
            inside = self.answers["unit"] == unit
            try:
                got[unit] = est.standardised(self.plain, self.sat, mix, list(self.answers["topic"]), inside)
            except est.EmptyCell:
                continue
        same_rows(got, entry, "unit", "sat")

    def bounds(self, entry: Entry) -> None:
        truth = table("a_sms_truth")
        for row in entry["rows"]:
            mine = (
                self.all["unit"] == row["unit"] if row["unit"] != "ALL" else np.full(len(truth["id"]), True)
            )
            sat, answered = (self.all["rating"][mine] == 1).sum(), (self.all["answered"][mine] == 1).sum()
            got = est.worst_case(int(sat), int(answered), int(mine.sum()))
            assert (int(mine.sum()), int(answered), int(sat)) == (row["N"], row["answered"], row["satisfied"])
            near((got.lower, got.upper), (row["lower"], row["upper"]), CLOSED)
            true = (truth["true_rating"][mine] == 1).mean()
            near(true, row["truth_all_invited"], CLOSED)
            assert got.lower <= true <= got.upper


CHECKS_OF_SMS: dict[str, Callable[[SMS, Entry], None]] = {
    "a01": SMS.rates,
    "a02": lambda s, e: same_estimate(est.mean(s.plain, s.sat), e),
    "a03": lambda s, e: same_estimate(est.mean(s.plain, s.sat12), e),
    "a05": SMS.weights,
    "a05e": SMS.lonely,
    "a06": lambda s, e: same_estimate(est.mean(s.finite, s.sat), e),
    "a08": lambda s, e: same_rows(est.by_group(s.finite, s.sat, s.answers["month"]), e, "month", "sat"),
    "a09": lambda s, e: same_rows(est.by_group(s.plain, s.sat, s.answers["unit"]), e, "unit", "sat"),
    "a10": SMS.topics_and_channels,
    "a11": lambda s, e: near(est.design_effect(est.mean(s.weighted, s.sat), s.sat), e["value"], CLOSED),
    "a12": lambda s, e: near(s.finite.degrees(), e["value"], 0),
    "a13": SMS.standardised,
    "a14": SMS.bounds,
}


class Phone:
    """b: a sample within branches, some of it refused."""

    def __init__(self) -> None:
        self.all = table("b_phone")
        self.there = self.all["answered"] == 1
        self.answers = {name: column[self.there] for name, column in self.all.items()}
        self.sat, self.safe, self.minutes = (self.answers[c] for c in ("sat", "safe", "minutes"))

    @cache  # noqa: B019  (one object for the whole run)
    def design(self, lonely: str = "adjust", finite: bool = True) -> est.Design:
        branch = self.answers["branch"]
        answered = Counter(branch)
        weights = self.answers["N_h"] / [answered[name] for name in branch]
        rule = est.Lonely("refuse" if lonely == "fail" else lonely)
        people = self.answers["N_h"] if finite else None
        return est.Design.of(weights, strata=branch, population=people, lonely=rule)

    def check(self, entry: Entry) -> None:
        name, _, rest = entry["id"].partition("_")
        if name in ("b02", "b03"):
            estimate = est.mean if name == "b02" else est.total
            got = estimate(self.design(rest), self.sat)
            if "error" in entry:
                with pytest.raises(est.LonelyStratum):
                    est.covariance([got])
            else:
                same_estimate(got, entry)
        elif name == "b04":
            same_interval(est.mean(self.design(), self.sat), entry, rest)
        elif name == "b05":
            same_interval(est.mean(self.design(finite=False), self.safe), entry, rest)
        else:
            CHECKS_OF_PHONE[name](self, entry)

    def counts(self, entry: Entry) -> None:
        for row in entry["rows"]:
            mine = self.there[self.all["branch"] == row["branch"]]
            assert [int((~mine).sum()), int(mine.sum())] == [row["0"], row["1"]]

    def branches(self, entry: Entry, kind: str) -> None:
        got = est.by_group(self.design(), self.sat, self.answers["branch"])
        assert set(got) == {row["branch"] for row in entry["rows"]}
        for row in entry["rows"]:
            one = got[row["branch"]]
            near(one.value, row["sat"], FITTED)
            limits = est.interval_of(one, KINDS[kind])
            if AN_END < row["sat"] < 1 - AN_END and row["ci_l"] is not None:
                near(limits, (row["ci_l"], row["ci_u"]), FITTED)
            else:
                assert limits.width > 0.01, "never an interval of no width"

    def difference(self, entry: Entry) -> None:
        both = [est.mean(self.design(), self.sat), est.mean(self.design(), self.safe)]
        same_estimate(est.combine(both, (1, -1)), entry)

    def effects(self, entry: Entry) -> None:
        got = est.mean(self.design(), self.sat)
        near([est.design_effect(got, self.sat, replacement=r) for r in (False, True)], entry["value"], CLOSED)

    def independence(self, entry: Entry) -> None:
        got = est.independence(self.design(), self.sat, self.safe)
        wanted = [entry[key] for key in ("stat", "ndf", "ddf", "p")]
        near((got.statistic, got.degrees, got.below, got.p), wanted, FITTED)

    def median(self, entry: Entry) -> None:
        got = est.quantile(self.design(), self.minutes)
        near((got.value, got.low, got.high, got.se), [entry[k] for k in ("est", "lo", "hi", "se")], CLOSED)

    def bounds(self, entry: Entry) -> None:
        called = Counter(self.all["branch"])
        design = est.Design.of(
            self.all["N_h"] / [called[name] for name in self.all["branch"]],
            strata=self.all["branch"],
            population=self.all["N_h"],
        )
        yes = self.all["sat"] == 1
        got = est.bounds_of(est.mean(design, yes), est.mean(design, yes | ~self.there))
        wanted = [entry[k] for k in ("lower", "upper", "se_lower", "se_upper", "im_lo", "im_hi")]
        near((got.lower, got.upper, got.se_lower, got.se_upper, got.low, got.high), wanted, CLOSED)


CHECKS_OF_PHONE: dict[str, Callable[[Phone, Entry], None]] = {
    "b01": Phone.counts,
    "b06": lambda s, e: same_rows(est.by_group(s.design(), s.sat, s.answers["branch"]), e, "branch", "sat"),
    "b07": lambda s, e: s.branches(e, "beta"),
    "b08": lambda s, e: s.branches(e, "logit"),
    "b09": lambda s, e: same_estimate(est.mean(s.design(), s.minutes), e),
    "b10": lambda s, e: same_estimate(est.ratio(s.design(), s.minutes * s.sat, s.minutes), e),
    "b11": lambda s, e: near(
        est.covariance([est.mean(s.design(), s.sat), est.mean(s.design(), s.safe)]), e["matrix"], CLOSED
    ),
    "b12": Phone.difference,
    "b13": Phone.effects,
    "b14": lambda s, e: near(s.design().degrees(), e["value"], 0),
    "b15": Phone.independence,
    "b16": Phone.median,
    "b17": Phone.bounds,
}


class Raked:
    """c: weights fitted to known margins."""

    def __init__(self) -> None:
        self.answers = table("c_rake")
        self.sat, self.score = self.answers["sat"], self.answers["score"]
        self.base = est.Design.of(self.answers["base_wt"])
        known = table("c_rake_margins")
        self.margins = [
            est.Margin(
                list(self.answers[name]),
                {
                    str(level): float(people)
                    for margin, level, people in zip(
                        *(known[c] for c in ("margin", "level", "N")), strict=True
                    )
                    if margin == name
                },
            )
            for name in dict.fromkeys(known["margin"])
        ]

    @cached_property
    def raked(self) -> est.Design:
        return est.rake(self.base, self.margins)

    @cached_property
    def trimmed(self) -> est.Design:
        return est.trim(self.raked, float(np.quantile(self.raked.weights, 0.97)))

    @cached_property
    def cells(self) -> est.Margin:
        known = table("c_rake_cells")
        return est.Margin(
            [f"{a} {d}" for a, d in zip(self.answers["age"], self.answers["district"], strict=True)],
            {
                f"{a} {d}": float(n)
                for a, d, n in zip(known["age"], known["district"], known["N"], strict=True)
            },
        )

    @cache  # noqa: B019
    def fitted(self, distance: str) -> est.Design:
        return est.calibrate(self.base, self.margins, est.Distance(distance))

    def check(self, entry: Entry) -> None:
        CHECKS_OF_RAKED[entry["id"]](self, entry)

    def both(self, design: est.Design, entry: Entry, column: str | None = None) -> None:
        same_estimates([est.mean(design, self.sat), est.mean(design, self.score)], entry)
        if column:
            wanted = table("c_rake_weights")
            near(self.answers["id"], wanted["id"], 0)
            near(design.weights, wanted[column], FITTED)

    def cut(self, entry: Entry) -> None:
        same_estimate(est.mean(self.trimmed, self.sat), entry)
        near(self.trimmed.weights, table("c_rake_weights")["rake_trim"], FITTED)

    def full(self, entry: Entry, drop: bool) -> None:
        if "error" in entry:
            with pytest.raises(est.EmptyCell):
                est.post_stratify(self.base, self.cells, drop_empty=drop)
        else:
            self.both(est.post_stratify(self.base, self.cells, drop_empty=drop), entry)

    def reached(self, entry: Entry) -> None:
        levels = self.answers["age"]
        for place, name in enumerate(entry["names"]):
            got = est.total(self.raked, levels == name.removeprefix("age"))
            near((got.value, got.se), (entry["est"][place], 0), FITTED)

    def impossible(self, entry: Entry) -> None:
        assert entry["error"]
        first = self.margins[0]
        with pytest.raises(est.NoSuchMargin):
            est.calibrate(self.base, [est.Margin(first.levels, {**first.people, "ZZ": 100.0})])


CHECKS_OF_RAKED: dict[str, Callable[[Raked, Entry], None]] = {
    "c01": lambda s, e: s.both(s.base, e),
    "c02": lambda s, e: s.both(s.raked, e, "rake"),
    "c02t": lambda s, e: same_estimate(est.total(s.raked, s.sat), e),
    "c03": lambda s, e: s.both(s.fitted("raking"), e, "cal_raking"),
    "c04": lambda s, e: s.both(s.fitted("linear"), e, "cal_linear"),
    "c05": lambda s, e: s.both(s.fitted("logit"), e, "cal_logit"),
    "c06": lambda s, e: same_interval(est.mean(s.raked, s.sat), e, "logit"),
    "c07": lambda s, e: same_rows(est.by_group(s.raked, s.sat, s.answers["district"]), e, "district", "sat"),
    "c08": lambda s, e: s.full(e, drop=False),
    "c08p": lambda s, e: s.full(e, drop=True),
    "c09": lambda s, e: same_estimate(est.mean(est.post_stratify(s.base, s.margins[0]), s.sat), e),
    "c10": Raked.cut,
    "c11": lambda s, e: near(est.kish(s.raked.weights), e["value"], CLOSED),
    "c12": Raked.reached,
    "c13": Raked.impossible,
}


class Teams:
    """d: teams of no answer to forty, across strata."""

    def __init__(self) -> None:
        self.answers = table("d_teams")
        self.sat, self.team = self.answers["sat"], self.answers["team"]
        self.design = est.Design.of(self.answers["wt"], strata=self.answers["district"])
        self.counts = {str(t): int(n) for t, n in zip(*table("d_teams_list").values(), strict=True)}

    def of(self, team: str) -> est.Estimate:
        return est.mean(self.design, self.sat, self.team == team)

    def check(self, entry: Entry) -> None:
        name, *rest = entry["id"].split("_")
        match name:
            case "d01":
                same_rows(est.by_group(self.design, self.sat, self.team), entry, "team", "sat")
            case "d02":
                self.with_the_silent(entry)
            case "d03":
                self.interval(entry, rest[0])
            case "d04":
                near(self.design.degrees(self.team == entry["team"]), entry["value"], 0)
            case "d05":
                self.shrunk(entry)
            case "d06":
                self.recommended(entry)
            case _:
                raise KeyError(name)

    def with_the_silent(self, entry: Entry) -> None:
        assert {row["team"] for row in entry["rows"]} == set(self.counts) | set(self.team)
        for row in entry["rows"]:
            if row["sat"] is None:
                with pytest.raises(est.CannotEstimate):
                    self.of(row["team"])
            else:
                near((self.of(row["team"]).value, self.of(row["team"]).se), (row["sat"], row["se"]), CLOSED)

    def interval(self, entry: Entry, kind: str) -> None:
        if entry["n"] == 0:
            with pytest.raises(est.CannotEstimate):
                self.of(entry["team"])
            return
        got = self.of(entry["team"])
        limits = est.interval_of(got, KINDS[kind])
        if 0 < entry["x"] < entry["n"]:
            near((got.value, got.se), (entry["est"], entry["se"]), FITTED)
            # R lets the angle of asin leave the quarter circle, and its limit comes back from the end.
            low = 0.0 if kind == "asin" and limits.low == 0 else entry["lo"]
            high = 1.0 if kind == "asin" and limits.high == 1 else entry["hi"]
            near(limits, (low, high), LOOSE if kind == "likelihood" else FITTED)
        else:
            near(limits, est.clopper_pearson(entry["x"], entry["n"]), CLOSED)
            assert limits.width > 0

    def shrunk(self, entry: Entry) -> None:
        rows = {row["team"]: row for row in entry["rows"]}
        assert set(rows) == set(self.counts)
        satisfied = {team: int(self.sat[self.team == team].sum()) for team in self.counts}
        prior = est.fit_prior(list(satisfied.values()), list(self.counts.values()))
        for team, n in self.counts.items():
            got = est.shrink(satisfied[team], n, prior)
            near((got.value, got.low, got.high), [rows[team][k] for k in ("eb", "lo", "hi")], LOOSE)

    def recommended(self, entry: Entry) -> None:
        for row in entry["rows"]:
            if row["n"] == 0:
                limits = (est.clopper_pearson(0, 0), est.wilson(0, 0))
            else:
                got = self.of(row["team"])
                near(est.effective_n(got), row["n_eff"], FITTED)
                limits = (est.korn_graubard(got), est.wilson_effective(got))
            near(limits[0], (row["kg_lo"], row["kg_hi"]), FITTED)
            near(limits[1], (row["wilson_lo"], row["wilson_hi"]), FITTED)


class Recalls:
    """e: blind re-calls of those who said that they were satisfied."""

    def __init__(self) -> None:
        self.all = table("e_recall")
        self.again = self.all["recalled"] == 1
        self.called = {name: column[self.again] for name, column in self.all.items()}
        self.said = self.called["reported_sat"] == 1
        self.design = est.TwoPhase.of(self.all["stratum"], self.again)

    @cached_property
    def fixed(self) -> est.Design:
        """Who answered taken as given: a sample within strata of those who said "satisfied"."""
        strata = self.called["stratum"][self.said]
        people = Counter(self.all["stratum"][self.all["reported_sat"] == 1])
        drawn = Counter(strata)
        return est.Design.of(
            [people[s] / drawn[s] for s in strata], strata=strata, population=[people[s] for s in strata]
        )

    def pressured(self) -> est.Estimate:
        return est.mean(self.design, self.called["pressured"], self.said)

    def per_unit(self) -> dict[str, est.Estimate]:
        return est.by_group(self.design, self.called["pressured"], self.called["unit"], self.said)

    def per_unit_fixed(self) -> dict[str, est.Estimate]:
        return est.by_group(self.fixed, self.called["pressured"][self.said], self.called["unit"][self.said])

    def check(self, entry: Entry) -> None:
        name, *_ = entry["id"].split("_")
        CHECKS_OF_RECALLS[name](self, entry)

    def truth(self, entry: Entry) -> None:
        true = table("e_recall_truth")["pressured_true"]
        said = self.all["reported_sat"] == 1
        near((true[said].mean(), (said & (true == 0)).mean()), entry["value"], CLOSED)


def _with_limits(got: est.Estimate, entry: Entry, kind: str, tolerance: float) -> None:
    near((got.value, got.se), (entry["est"], entry["se"]), tolerance)
    near(est.interval_of(got, KINDS[kind]), (entry["lo"], entry["hi"]), max(tolerance, FITTED))


CHECKS_OF_RECALLS: dict[str, Callable[[Recalls, Entry], None]] = {
    "e01": lambda s, e: same_estimate(est.mean(s.design, s.called["really_sat"]), e, TWO_PHASE),
    "e02": lambda s, e: same_estimate(s.pressured(), e, TWO_PHASE),
    "e03": lambda s, e: same_rows(s.per_unit(), e, "unit", "pressured", TWO_PHASE),
    "e04": lambda s, e: same_estimate(
        est.mean(est.Design.of(np.ones(len(s.again))), s.all["reported_sat"]), e
    ),
    "e05": lambda s, e: _with_limits(s.pressured(), e, "logit", TWO_PHASE),
    "e06": lambda s, e: _with_limits(s.pressured(), e, "beta", TWO_PHASE),
    "e07": lambda s, e: same_estimate(est.mean(s.fixed, s.called["pressured"][s.said]), e),
    "e08": lambda s, e: same_interval(est.mean(s.fixed, s.called["pressured"][s.said]), e, "beta"),
    "e09": lambda s, e: same_rows(s.per_unit_fixed(), e, "unit", "pressured"),
    "e10": Recalls.truth,
}


class Change:
    """f: two months, some people in both."""

    def __init__(self) -> None:
        self.answers = table("f_change")
        self.sat, self.month = self.answers["sat"], self.answers["month"]
        self.people = est.Design.of(
            self.answers["wt"], clusters=self.answers["person"], strata=self.answers["district"]
        )
        self.strangers = est.Design.of(self.answers["wt"], strata=self.answers["district"])

    def months(self, design: est.Design) -> list[est.Estimate]:
        return [est.mean(design, self.sat, self.month == month) for month in sorted(set(self.month))]

    def change(self, design: est.Design) -> est.Estimate:
        return est.combine(self.months(design), (-1, 1))

    def check(self, entry: Entry) -> None:
        CHECKS_OF_CHANGE[entry["id"]](self, entry)

    def districts(self, entry: Entry) -> None:
        for row in entry["rows"]:
            inside = (self.answers["district"] == row["district"]) & (self.month == row["month"])
            got = est.mean(self.people, self.sat, inside)
            near((got.value, got.se), (row["sat"], row["se"]), CLOSED)

    def odds(self, entry: Entry) -> None:
        got = est.log_odds(*self.months(self.people))
        near([one.value for one in got], entry["est"], FITTED)
        near([one.se for one in got], entry["se"], FITTED)
        assert got[1].degrees == entry["df"]

    def no_change(self, entry: Entry) -> None:
        change = self.change(self.people)
        got = est.no_change(change)
        near((change.value, got.statistic, got.p), (entry["est"], entry["t"], entry["p"]), FITTED)
        assert got.below == entry["df"]
        near(est.student(change, degrees=int(got.below)), (entry["lo"], entry["hi"]), FITTED)

    def overlap(self, entry: Entry) -> None:
        first, second = (
            dict(zip(self.answers["person"][self.month == m], self.sat[self.month == m], strict=True))
            for m in sorted(set(self.month))
        )
        both = sorted(set(first) & set(second))
        got = est.paired([first[p] for p in both], [second[p] for p in both])
        counts = [got.both, got.first_only, got.second_only, got.neither]
        # R's table runs from 0 to 1; the entry from both to neither, as ours.
        near([*counts, got.chi_square], entry["value"], CLOSED)


CHECKS_OF_CHANGE: dict[str, Callable[[Change, Entry], None]] = {
    "f01": lambda s, e: same_rows(
        est.by_group(s.people, s.sat, [_label(int(m)) for m in s.month]), e, "month", "sat"
    ),
    "f02": lambda s, e: near(est.covariance(s.months(s.people)), e["matrix"], CLOSED),
    "f03": lambda s, e: same_estimate(s.change(s.people), e),
    "f04": lambda s, e: same_estimate(s.change(s.strangers), e),
    "f05": Change.districts,
    "f06": Change.odds,
    "f07": Change.no_change,
    "f08": Change.overlap,
}

KINDS_OF_SETS = {
    "a_sms": SMS,
    "b_phone": Phone,
    "c_rake": Raked,
    "d_teams": Teams,
    "e_recall": Recalls,
    "f_change": Change,
}


@cache
def the(name: str) -> Any:
    return KINDS_OF_SETS[name]()


def entries() -> Iterator[Any]:
    for name in SETS:
        path = FOLDER / f"{PREFIX}_{name}_expected.json"
        if path.exists():
            for entry in json.loads(path.read_text(encoding="utf-8"))["expected"]:
                yield pytest.param(name, entry, id=entry["id"])


FOUND = list(entries())
pytestmark = pytest.mark.skipif(not FOUND, reason=f"no results of R in {FOLDER} (set ANSWERABLE_SURVEY_DATA)")


@pytest.mark.parametrize(("name", "entry"), FOUND)
def test_ours_is_r_s(name: str, entry: Entry) -> None:
    the(name).check(entry)


def test_counts_have_the_intervals_that_r_gives() -> None:
    rows = table("g_binomial")
    for x, n, *wanted in zip(
        *(rows[c] for c in ("x", "n")),
        *(rows[f"{kind}_{side}"] for kind in ("wilson", "cp", "jeffreys", "ac") for side in ("lo", "hi")),
        strict=True,
    ):
        kinds = (est.wilson, est.clopper_pearson, est.jeffreys, est.agresti_coull)
        near([limit for kind in kinds for limit in kind(x, n)], wanted, CLOSED)


def test_differences_of_counts_have_the_intervals_that_r_gives() -> None:
    for x1, n1, x2, n2, difference, low, high in zip(*table("g_newcombe").values(), strict=True):
        near(x1 / n1 - x2 / n2, difference, CLOSED)
        near(est.newcombe(x1, n1, x2, n2), (low, high), CLOSED)
