"""The door of insight."""

from answerable.contexts.insight.domain.warning import METHODS, Method, Rule
from answerable.contexts.insight.judging import WeekJudged, judge_blocks
from answerable.contexts.insight.series_file import Block, blocks, read_series

__all__ = ["METHODS", "Block", "Method", "Rule", "WeekJudged", "blocks", "judge_blocks", "read_series"]
