"""The door of deadlines."""

from answerable.contexts.deadlines.as_tables import calendar_table, clocks_table, workweek_table
from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind, TimeUnit, WarningLevel
from answerable.contexts.deadlines.selectors import (
    ClockView,
    clocks_of,
    extension_limit,
    preview_due,
    promises,
    special_days,
    working_minutes_between,
)
from answerable.contexts.deadlines.services.apply_clocks import apply_clocks
from answerable.contexts.deadlines.services.clock_bench import ClockBench, ClockChange, ClockStart, Dues
from answerable.contexts.deadlines.services.erase_reasons import erase_reasons
from answerable.contexts.deadlines.services.load_rulebook import (
    load_calendar,
    load_clocks,
    load_workweek,
)
from answerable.contexts.deadlines.services.move_clocks import (
    extend_clock,
    pause_clocks,
    resume_clocks,
    stop_clocks,
)
from answerable.contexts.deadlines.services.remove_rule import remove_clock, remove_day
from answerable.contexts.deadlines.services.save_rule import save_clock, save_day, save_week
from answerable.contexts.deadlines.services.start_clocks import start_clocks
from answerable.contexts.deadlines.services.warn_due_clocks import warn_due_clocks
from answerable.kernel.tables import LoadResult

__all__ = [
    "ClockBench",
    "ClockChange",
    "ClockKind",
    "ClockStart",
    "ClockState",
    "ClockView",
    "Dues",
    "EntryKind",
    "LoadResult",
    "TimeUnit",
    "WarningLevel",
    "apply_clocks",
    "calendar_table",
    "clocks_of",
    "clocks_table",
    "erase_reasons",
    "extend_clock",
    "extension_limit",
    "load_calendar",
    "load_clocks",
    "load_workweek",
    "pause_clocks",
    "preview_due",
    "promises",
    "remove_clock",
    "remove_day",
    "resume_clocks",
    "save_clock",
    "save_day",
    "save_week",
    "special_days",
    "start_clocks",
    "stop_clocks",
    "warn_due_clocks",
    "working_minutes_between",
    "workweek_table",
]
