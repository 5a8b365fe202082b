"""Estimates from a bureau's own file of answers and a description of how they came (`answerable review estimate`)."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from answerable.contexts.review.domain import estimates as est

Column = str
Inside = NDArray[np.bool_]
MISSING = frozenset({"", "NA", "NaN", "null"})


class AnswersFault(ValueError):
    """The file or its description can't be used; the sentence says where."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Nonresponse(_Part):
    """Whoever answered stands for those of the same cell who were reached and did not."""

    cells: list[Column]
    within: Column
    delivered: Column
    finite: bool = True


class Figure(_Part):
    """One figure, for all or for each group of `by`."""

    name: str
    of: Column
    kind: Literal["share", "mean", "total", "ratio", "median", "change"] = "share"
    among: list[str] = Field(default_factory=lambda: ["1"], alias="is")
    to: Column | None = None
    by: list[Column] = []
    interval: est.Kind = est.Kind.LOGIT


class Description(_Part):
    """How the answers came: one row for each person asked."""

    answered: Column | None = None
    weights: Column | None = None
    strata: Column | None = None
    clusters: Column | None = None
    population: Column | None = None
    lonely: est.Lonely = est.Lonely.REFUSE
    nonresponse: Nonresponse | None = None
    recalled: Column | None = None
    margins: dict[Column, dict[str, float]] = {}
    fit: Literal["rake", "raking", "linear", "logit"] = "rake"
    trim: float | None = Field(default=None, gt=0, lt=1)
    level: float = Field(default=0.95, gt=0.5, lt=1)
    figures: list[Figure] = Field(min_length=1)


class Found(NamedTuple):
    """One line of the result; shares have bounds and a verdict, other figures have None there."""

    name: str
    group: str | None
    n: int
    asked: int
    value: float
    se: float
    degrees: int
    low: float
    high: float
    effective_n: float | None
    worst: float | None
    best: float | None
    publication: str | None


def read_description(path: Path) -> Description:
    """Return the description in a JSON file.

    Raises:
        AnswersFault: it is no JSON, or a word of it is not known; every fault is named.
    """
    try:
        return Description.model_validate_json(path.read_bytes())
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'file'}: {fault['msg']}"
            for fault in error.errors(include_url=False)
        )
        raise AnswersFault(f"{path.name}: {faults}") from None


def estimate_file(path: Path, description: Description) -> list[Found]:
    """Return the figures of a CSV or CSV.GZ.

    Raises:
        AnswersFault: a column is missing, or a value is no number.
        CannotEstimate: the answers and the design do not give a figure.
    """
    return list(_Answers(_Table(path), description).figures())


class _Table:
    """The columns of a file, with the line of each row for whoever has to mend it."""

    def __init__(self, path: Path) -> None:
        opener = gzip.open if path.suffix == ".gz" else open
        try:
            with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (UnicodeDecodeError, csv.Error) as error:
            raise AnswersFault(f"{path.name} is no CSV in UTF-8: {error}") from None
        if not rows:
            raise AnswersFault(f"{path.name} has no rows.")
        self.columns = {name: [row[name] or "" for row in rows] for name in rows[0] if name is not None}
        self.length = len(rows)

    def words(self, name: Column) -> list[str]:
        if name not in self.columns:
            known = ", ".join(self.columns)
            raise AnswersFault(f"The file has no column {name}; it has {known}.")
        return self.columns[name]

    def numbers(self, name: Column) -> NDArray[np.float64]:
        """The column as numbers; what is missing is nan."""
        out = np.full(self.length, np.nan)
        for place, word in enumerate(self.words(name)):
            if word not in MISSING:
                try:
                    out[place] = float(word)
                except ValueError:
                    raise AnswersFault(f"Line {place + 2}: {name} has to be a number, not {word}.") from None
        return out

    def true(self, name: Column) -> Inside:
        return np.asarray(self.numbers(name) == 1)


class _Answers:
    """Rows of people who were asked, of whom some answered and, if so designed, were called again."""

    def __init__(self, table: _Table, how: Description) -> None:
        self.table, self.how = table, how
        everybody = np.ones(table.length, dtype=bool)
        self.said = table.true(how.answered) if how.answered else everybody
        self.answered = self.said & table.true(how.recalled) if how.recalled else self.said
        if not self.answered.any():
            raise est.CannotEstimate("Nobody answered.")
        self.design = self._fitted(self._design())

    def figures(self) -> Iterator[Found]:
        for figure in self.how.figures:
            if not figure.by:
                yield self._found(figure, None, np.ones(self.table.length, dtype=bool))
                continue
            groups = [" ".join(row) for row in zip(*map(self.table.words, figure.by), strict=True)]
            of = np.array(groups, dtype=object)
            for group in sorted(set(groups)):
                if (self.answered & (of == group)).any():
                    yield self._found(figure, group, of == group)

    def _here(self, name: Column, rows: Inside | None = None) -> list[str]:
        """The words of a column for those who answered, or for other rows."""
        return self._of(self.table.words(name), self.answered if rows is None else rows)

    @staticmethod
    def _of(values: Iterable[Any], rows: Inside) -> list[Any]:
        return [value for value, yes in zip(values, rows, strict=True) if yes]

    def _design(self) -> est.Sampling:
        how = self.how
        if how.recalled:
            if how.strata is None:
                raise AnswersFault("recalled: name the strata in which people were drawn to be called again.")
            return est.TwoPhase.of(
                self._here(how.strata, self.said), self._of(self.table.true(how.recalled), self.said)
            )
        if how.nonresponse:
            weights, strata, people = self._cells(how.nonresponse)
            return est.Design.of(weights, strata=strata, population=people, lonely=how.lonely)
        return self._drawn(self.answered)

    def _drawn(self, rows: Inside) -> est.Design:
        """The design of these rows as a sample; without weights, each stands for its part of the stratum's people."""
        how = self.how
        strata = self._here(how.strata, rows) if how.strata else ["all"] * int(rows.sum())
        people = self.table.numbers(how.population)[rows] if how.population else None
        if how.weights and rows is self.answered:
            weights = self.table.numbers(how.weights)[rows]
        elif people is not None:
            count = Counter(strata)
            weights = people / [count[name] for name in strata]
        else:
            weights = np.ones(len(strata))
        clusters = self._here(how.clusters, rows) if how.clusters else None
        return est.Design.of(weights, strata=strata, clusters=clusters, population=people, lonely=how.lonely)

    def _cells(self, rule: Nonresponse) -> tuple[NDArray[np.float64], list[str], list[int] | None]:
        reached = self.table.true(rule.delivered)
        names = [" ".join(row) for row in zip(*map(self.table.words, rule.cells), strict=True)]
        answered = self._of(self.answered, reached)
        told = est.response_cells(self._of(names, reached), self._here(rule.within, reached), answered)
        cells = self._of(told.cell, np.array(answered))
        weights = np.array([told.weight(cell) for cell in cells])
        return weights, cells, [told.people[cell] for cell in cells] if rule.finite else None

    def _fitted(self, design: est.Sampling) -> est.Sampling:
        how = self.how
        if not isinstance(design, est.Design):
            return design
        margins = [est.Margin(self._here(name), people) for name, people in how.margins.items()]
        if margins and how.fit == "rake":
            design = est.rake(design, margins)
        elif margins:
            design = est.calibrate(design, margins, est.Distance(how.fit))
        return est.trim(design, float(np.quantile(design.weights, how.trim))) if how.trim else design

    def _found(self, figure: Figure, group: str | None, mine: Inside) -> Found:
        inside = mine[self.answered]
        if figure.kind == "share":
            return self._share(figure, group, mine)
        y = self.table.numbers(figure.of)[self.answered]
        if figure.kind == "median":
            if not inside.all():
                raise AnswersFault(f"{figure.name}: a median is of all answers, not of a group.")
            middle = est.quantile(self.design, y, level=self.how.level)
            limits = est.Interval(middle.low, middle.high)
            return self._line(figure, group, mine, (middle.value, middle.se, self.design.degrees()), limits)
        got = self._estimate(figure, y, inside)
        limits = est.student(got, self.how.level)
        return self._line(figure, group, mine, (got.value, got.se, got.degrees), limits)

    def _estimate(self, figure: Figure, y: NDArray[np.float64], inside: Inside) -> est.Estimate:
        if figure.kind == "total":
            return est.total(self.design, y, inside)
        if figure.kind == "mean":
            return est.mean(self.design, y, inside)
        if figure.to is None:
            raise AnswersFault(f"{figure.name}: a {figure.kind} needs the column `to`.")
        if figure.kind == "ratio":
            return est.ratio(self.design, y, self.table.numbers(figure.to)[self.answered], inside)
        when = np.array(self._here(figure.to), dtype=object)
        if len(times := sorted(set(when))) != 2:
            raise AnswersFault(
                f"{figure.name}: a change is between two values of {figure.to}, not {len(times)}."
            )
        both = [est.mean(self.design, y, inside & (when == time)) for time in times]
        return est.combine(both, (-1, 1))

    def _share(self, figure: Figure, group: str | None, mine: Inside) -> Found:
        words = np.array(self._here(figure.of), dtype=object)
        inside = mine[self.answered]
        if (unknown := inside & np.isin(words, list(MISSING))).any():
            raise AnswersFault(f"{figure.name}: {int(unknown.sum())} answers have no {figure.of}.")
        yes = np.isin(words, figure.among).astype(np.float64)
        got = est.mean(self.design, yes, inside)
        worst, best = self._bounds(figure, mine)
        return self._line(
            figure,
            group,
            mine,
            (got.value, got.se, got.degrees),
            est.interval_of(got, figure.interval, self.how.level),
        )._replace(
            effective_n=est.effective_n(got, self.how.level),
            worst=worst,
            best=best,
            publication=str(est.judge(got, self.how.level).verdict),
        )

    def _bounds(self, figure: Figure, mine: Inside) -> tuple[float, float]:
        """The share of all who were asked, had the silent (or those not called again) all said no, or all yes.

        Where they are a sample, the limits allow for that too.
        """
        yes = self.answered & np.isin(np.array(self.table.words(figure.of), dtype=object), figure.among)
        either = yes | ~self.answered
        if self.how.population is None:
            asked = int(mine.sum())
            return float((yes & mine).sum() / asked), float((either & mine).sum() / asked)
        design = self._drawn(np.ones(self.table.length, dtype=bool))
        got = est.bounds_of(est.mean(design, yes, mine), est.mean(design, either, mine), self.how.level)
        return got.low, got.high

    def _line(
        self,
        figure: Figure,
        group: str | None,
        mine: Inside,
        value: tuple[float, float, int],
        limits: est.Interval,
    ) -> Found:
        n, asked = int((mine & self.answered).sum()), int(mine.sum())
        return Found(figure.name, group, n, asked, *value, limits.low, limits.high, None, None, None, None)
