"""Stop, pause, resume and extend clocks: each an entry, from which the date is worked out anew."""

from collections.abc import Iterable
from datetime import datetime

from answerable.contexts.deadlines.enums import ClockKind, EntryKind
from answerable.contexts.deadlines.services.apply_clocks import apply_clocks
from answerable.contexts.deadlines.services.clock_bench import ClockChange


def stop_clocks(*, subjects: Iterable[str], clocks: Iterable[ClockKind] | None = None, at: datetime) -> None:
    """Stop these clocks of these subjects (all clocks without `clocks`); those that don't run are left alone."""
    wanted = tuple(clocks or ())
    if clocks is None or wanted:
        apply_clocks([ClockChange(subject, EntryKind.STOP, at, wanted) for subject in subjects])


def pause_clocks(*, subjects: Iterable[str], reason: str, at: datetime) -> None:
    """Pause what runs, because the bureau waits for somebody outside."""
    apply_clocks([ClockChange(subject, EntryKind.PAUSE, at, reason=reason) for subject in subjects])


def resume_clocks(*, subjects: Iterable[str], at: datetime) -> None:
    """Let paused clocks go on."""
    apply_clocks([ClockChange(subject, EntryKind.RESUME, at) for subject in subjects])


def extend_clock(
    *, subject: str, clock: ClockKind, until: datetime, by_zh: str, by_en: str, reason: str, at: datetime
) -> datetime:
    """Set a later date, approved by somebody, and return it: the end of work on the local day of `until`.

    Raises:
        ClockNotRunning: the clock is stopped or unknown.
        ExtensionRefused: the date is not later, or beyond what the rule allows.
    """
    change = ClockChange(subject, EntryKind.EXTEND, at, (clock,), until, by_zh, by_en, reason)
    return apply_clocks([change])[0][clock]
