"""The door of insight."""

from answerable.contexts.insight.domain.places import places
from answerable.contexts.insight.domain.warning import METHODS, Method, Rule
from answerable.contexts.insight.grouping import FoundIssue, Message, find_issues, read_messages
from answerable.contexts.insight.judging import WeekJudged, judge_blocks
from answerable.contexts.insight.series_file import Block, blocks, read_series

__all__ = [
    "METHODS",
    "Block",
    "FoundIssue",
    "Message",
    "Method",
    "Rule",
    "WeekJudged",
    "blocks",
    "find_issues",
    "judge_blocks",
    "places",
    "read_messages",
    "read_series",
]
