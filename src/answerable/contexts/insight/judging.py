"""Judge the weeks of a file of counts."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from answerable.contexts.insight.domain.warning import Rule, judge
from answerable.contexts.insight.series_file import Block


class WeekJudged(NamedTuple):
    """One row of ``answerable insight warn``; None where the history is too short to judge."""

    id: str
    t: int
    expected: float | None
    threshold: float | None
    score: float | None
    alarm: int


def judge_blocks(blocks: Sequence[Block], *, first: int, rule: Rule) -> Iterator[WeekJudged]:
    """Judge each week from ``first`` (in the file's own numbers), series by series."""
    for block in blocks:
        weeks = list(judge(block.counts, first=max(first - block.start + 1, 1), rule=rule))
        for row, name in enumerate(block.ids):
            for week in weeks:
                yield WeekJudged(
                    name,
                    week.week + block.start - 1,
                    _known(week.expected[row]),
                    _known(week.threshold[row]),
                    _known(week.score[row]),
                    int(week.alarm[row]),
                )


def _known(value: np.float64) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None
