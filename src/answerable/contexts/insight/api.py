"""The door of insight."""

from answerable.contexts.insight.domain.curve import Point
from answerable.contexts.insight.domain.places import places
from answerable.contexts.insight.domain.warning import LEAST_HISTORY, METHODS, Method, Rule
from answerable.contexts.insight.grouping import FoundIssue, Message, find_issues, read_messages
from answerable.contexts.insight.judging import WeekJudged, judge_blocks
from answerable.contexts.insight.permissions import DOERS, READERS
from answerable.contexts.insight.selectors import (
    BudgetWeek,
    History,
    WarningView,
    WeekPoint,
    budget_history,
    counts,
    curve_of,
    history,
    may_act,
    open_warnings,
    warning,
    warnings,
)
from answerable.contexts.insight.series_file import Block, blocks, read_series
from answerable.contexts.insight.services.climb_warnings import climb_warnings
from answerable.contexts.insight.services.close_warning import close_warning
from answerable.contexts.insight.services.count_weeks import count_weeks
from answerable.contexts.insight.services.judge_week import judge_week
from answerable.contexts.insight.services.load_history import (
    COLUMNS,
    GivenCount,
    load_history,
    read_history,
)
from answerable.contexts.insight.services.take_warning import assign_warning, take_warning

__all__ = [
    "COLUMNS",
    "DOERS",
    "LEAST_HISTORY",
    "METHODS",
    "READERS",
    "Block",
    "BudgetWeek",
    "FoundIssue",
    "GivenCount",
    "History",
    "Message",
    "Method",
    "Point",
    "Rule",
    "WarningView",
    "WeekJudged",
    "WeekPoint",
    "assign_warning",
    "blocks",
    "budget_history",
    "climb_warnings",
    "close_warning",
    "count_weeks",
    "counts",
    "curve_of",
    "find_issues",
    "history",
    "judge_blocks",
    "judge_week",
    "load_history",
    "may_act",
    "open_warnings",
    "places",
    "read_history",
    "read_messages",
    "read_series",
    "take_warning",
    "warning",
    "warnings",
]
