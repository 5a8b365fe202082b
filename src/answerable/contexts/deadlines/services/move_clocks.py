"""Stop, pause, resume and extend clocks: each an entry, from which the date is worked out anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.deadlines.domain.replay import Entry
from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind
from answerable.contexts.deadlines.errors import ClockNotRunning, ExtensionRefused
from answerable.contexts.deadlines.models import Clock, ClockEntry
from answerable.contexts.deadlines.rulebook import rulebook
from answerable.contexts.deadlines.services.recompute import COMPUTED, entry_of, read_back, recompute

_LIVE = (ClockState.RUNNING, ClockState.PAUSED)


@transaction.atomic
def stop_clocks(*, subjects: Iterable[str], clocks: Iterable[ClockKind] | None = None, at: datetime) -> None:
    """Stop these clocks of these subjects (all clocks without `clocks`); those that don't run are left alone."""
    _append(_locked(subjects, _LIVE, clocks), Entry(EntryKind.STOP, at))


@transaction.atomic
def pause_clocks(*, subjects: Iterable[str], reason: str, at: datetime) -> None:
    """Pause what runs, because the bureau waits for somebody outside."""
    _append(_locked(subjects, (ClockState.RUNNING,)), Entry(EntryKind.PAUSE, at), reason)


@transaction.atomic
def resume_clocks(*, subjects: Iterable[str], at: datetime) -> None:
    """Let paused clocks go on."""
    _append(_locked(subjects, (ClockState.PAUSED,)), Entry(EntryKind.RESUME, at))


@transaction.atomic
def extend_clock(
    *, subject: str, clock: ClockKind, until: datetime, by_zh: str, by_en: str, reason: str, at: datetime
) -> datetime:
    """Set a later date, approved by somebody, and return it: the end of work on the local day of `until`.

    Raises:
        ClockNotRunning: the clock is stopped or unknown.
        ExtensionRefused: the date is not later, or beyond what the rule allows.
    """
    rows = _locked([subject], _LIVE, [clock])
    if not rows:
        raise ClockNotRunning
    row = rows[0]
    new = extended_to(row, until)
    _append(rows, Entry(EntryKind.EXTEND, at, new, by_zh, by_en), reason)
    return new


def extended_to(row: Clock, until: datetime) -> datetime:
    """Return the date to which a clock would be extended.

    Raises:
        ExtensionRefused: it is not later than the present date, or beyond what the rule allows.
    """
    calendar, rule = rulebook().calendar, read_back(row.rule)
    new = calendar.close_of(calendar.nth_working_day(calendar.local_day(until), 0))
    latest = calendar.close_of(calendar.nth_working_day(calendar.local_day(row.due_at), rule.extension_max))
    if new <= row.due_at or new > latest:
        raise ExtensionRefused
    return new


def _locked(
    subjects: Iterable[str], states: Sequence[ClockState], clocks: Iterable[ClockKind] | None = None
) -> list[Clock]:
    rows = (
        Clock.objects.select_for_update().filter(subject__in=list(subjects), state__in=states).order_by("id")
    )
    return list(rows if clocks is None else rows.filter(clock__in=list(clocks)))


def _append(clocks: Sequence[Clock], entry: Entry, reason: str = "") -> None:
    ClockEntry.objects.bulk_create(
        ClockEntry(
            clock=clock,
            kind=entry.kind,
            at=max(entry.at, clock.started_at),
            until=entry.until,
            by_zh=entry.by_zh,
            by_en=entry.by_en,
            reason=reason[:300],
        )
        for clock in clocks
    )
    entries: dict[int, list[Entry]] = {clock.pk: [] for clock in clocks}
    for row in ClockEntry.objects.filter(clock__in=clocks).order_by("id"):
        entries[row.clock_id].append(entry_of(row))
    calendar = rulebook().calendar
    for clock in clocks:
        recompute(clock, entries[clock.pk], calendar)
    Clock.objects.bulk_update(clocks, COMPUTED)
