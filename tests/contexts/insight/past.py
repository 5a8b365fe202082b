"""A past of quiet weeks, and weeks with more."""

from datetime import date, datetime, timedelta

import numpy as np

import given
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.insight import api as insight
from answerable.contexts.insight.api import GivenCount

# The Monday on which tests stand, and the week that is over.
MONDAY = date(2026, 5, 11)
LAST = MONDAY - timedelta(days=7)
WEEKS = 120


def a_quiet_past(bureau: given.Bureau, *, weeks: int = WEEKS, mean: float = 3.0) -> None:
    """Give counts of night noise in two streets, up to two weeks ago."""
    random = np.random.default_rng(7)
    days = [LAST - timedelta(days=7 * back) for back in range(1, weeks + 1)]
    insight.load_history(
        actor=given.SYSTEM,
        counts=[
            GivenCount("nuisance.night", bureau.area(area), day, int(count))
            for area in ("pine", "oak")
            for day, count in zip(days, random.poisson(mean, weeks), strict=True)
        ],
        at=given.AT,
    )


def in_the_last_week(hours: int = 30) -> datetime:
    return given.AT - timedelta(days=7) + timedelta(hours=hours)


def many(bureau: given.Bureau, count: int, area: str = "pine", **changes: object) -> list[CaseId]:
    """Let cases have come in last week."""
    return [given.a_case(bureau, at=in_the_last_week(), area=area, **changes) for _ in range(count)]


def judged(at: datetime = given.AT) -> list[tuple[str, int | None, int]]:
    """Count and judge last week as the job does."""
    raised = insight.judge_week(week=insight.count_weeks(at=at), at=at)
    return [(one.topic_code, one.area_id, one.count) for one in raised]
