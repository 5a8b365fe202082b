"""The clocks of some subjects under way: the one place where clocks are started and changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from answerable.contexts.deadlines.domain.replay import Entry, replay
from answerable.contexts.deadlines.domain.rules import Rule
from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind
from answerable.contexts.deadlines.errors import ClockNotRunning, ExtensionRefused
from answerable.contexts.deadlines.models import Clock, ClockEntry
from answerable.contexts.deadlines.rulebook import RuleBook, rulebook
from answerable.contexts.deadlines.services.recompute import COMPUTED, entry_of, read_back, recompute, stored
from answerable.contexts.ledger import api as ledger
from answerable.kernel.rows import insert_rows, next_ids, update_rows

_LIVE = (ClockState.RUNNING, ClockState.PAUSED)
# What may set another date.
_MOVING = (EntryKind.RESUME, EntryKind.EXTEND)


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A clock to be started. `topics` runs from the most specific code upwards."""

    subject: str
    clock: ClockKind
    kind: str
    topics: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What happens to the clocks of a subject; without `clocks`, to all that it concerns.

    Stopping, pausing or resuming what does not run is harmless. An extension needs one clock, and `until`.
    """

    subject: str
    kind: EntryKind
    at: datetime
    clocks: tuple[ClockKind, ...] = ()
    until: datetime | None = None
    by_zh: str = ""
    by_en: str = ""
    reason: str = ""


Dues = Mapping[ClockKind, datetime]


@dataclass(slots=True)
class _Held:
    """A clock with its entries; those of a stored clock are read only when a date has to be worked out anew."""

    clock: Clock
    entries: list[Entry] | None = None
    new: list[ClockEntry] = field(default_factory=list)
    dirty: bool = False


class ClockBench:
    """The clocks of some subjects: locked now, changed step by step, written together in the end.

    Inside a transaction. What a change makes due is known at once, so that an act can go by it.
    """

    def __init__(self, subjects: Iterable[str]) -> None:
        self._book: RuleBook = rulebook()
        self._clocks: dict[str, dict[ClockKind, _Held]] = defaultdict(dict)
        self._started: dict[tuple[Rule, datetime], Clock] = {}
        self._made: list[Clock] = []
        wanted = sorted(set(subjects))
        rows = Clock.objects.select_for_update().filter(subject__in=wanted).order_by("id") if wanted else ()
        for row in rows:
            self._clocks[row.subject][ClockKind(row.clock)] = _Held(row)
        self._unread = [held for kinds in self._clocks.values() for held in kinds.values()]

    def _read_entries(self) -> None:
        """Read what happened before to the clocks that were stored, once."""
        if not self._unread:
            return
        held = {one.clock.pk: one for one in self._unread}
        known: dict[int, list[Entry]] = {key: [] for key in held}
        for row in ClockEntry.objects.filter(clock__in=held).order_by("id"):
            known[row.clock_id].append(entry_of(row))
        for key, one in held.items():
            one.entries = [*known[key], *(entry_of(row) for row in one.new)]
        self._unread = []

    def start(self, start: ClockStart) -> Dues:
        """Start a clock; nothing comes of it without a rule, or if it was started before."""
        rule = self._book.rule_for(start.clock, start.kind, start.topics)
        if rule is None or start.clock in self._clocks[start.subject]:
            return {}
        clock = self._fresh(rule, start)
        self._clocks[start.subject][start.clock] = _Held(clock, [Entry(EntryKind.START, start.at)])
        self._clocks[start.subject][start.clock].new.append(
            ClockEntry(clock=clock, kind=EntryKind.START, at=start.at)
        )
        self._made.append(clock)
        return {start.clock: clock.due_at}

    def _fresh(self, rule: Rule, start: ClockStart) -> Clock:
        clock = Clock(subject=start.subject, clock=start.clock, rule=stored(rule))
        # Many cases are opened and dispatched at one instant: their dates are the same.
        like = self._started.get((rule, start.at))
        if like is None:
            recompute(clock, [Entry(EntryKind.START, start.at)], self._book.calendar)
            self._started[rule, start.at] = Clock(
                started_at=clock.started_at, **{name: getattr(clock, name) for name in COMPUTED}
            )
        else:
            clock.started_at = like.started_at
            for name in COMPUTED:
                setattr(clock, name, getattr(like, name))
        return clock

    def change(self, change: ClockChange) -> Dues:
        """Do to clocks what concerns them; see `ClockChange`."""
        concerned = [
            held
            for kind, held in self._clocks[change.subject].items()
            if (not change.clocks or kind in change.clocks) and self._concerns(held.clock, change.kind)
        ]
        if change.kind is EntryKind.EXTEND and not concerned:
            raise ClockNotRunning
        if change.kind in _MOVING and concerned:
            self._read_entries()
        for held in concerned:
            self._append(held, change)
        return {ClockKind(held.clock.clock): held.clock.due_at for held in concerned}

    @staticmethod
    def _concerns(clock: Clock, kind: EntryKind) -> bool:
        states = {EntryKind.PAUSE: (ClockState.RUNNING,), EntryKind.RESUME: (ClockState.PAUSED,)}
        return clock.state in states.get(kind, _LIVE)

    def _append(self, held: _Held, change: ClockChange) -> None:
        clock = held.clock
        until = None
        if change.kind is EntryKind.EXTEND and change.until is not None:
            until = self._extended_to(held, change.until)
        entry = Entry(change.kind, max(change.at, clock.started_at), until, change.by_zh, change.by_en)
        held.new.append(
            ClockEntry(
                clock=clock,
                kind=entry.kind,
                at=entry.at,
                until=entry.until,
                by_zh=entry.by_zh,
                by_en=entry.by_en,
                reason=change.reason[:300],
            )
        )
        held.dirty = True
        if held.entries is not None:
            held.entries.append(entry)
        if entry.kind in _MOVING and held.entries is not None:
            recompute(clock, held.entries, self._book.calendar)
        else:
            # Neither a pause nor a stop moves the date: replaying would give this.
            stopped = entry.kind is EntryKind.STOP
            clock.state = ClockState.STOPPED if stopped else ClockState.PAUSED
            clock.stopped_at = entry.at if stopped else None
            clock.warn_at = None

    def _extended_to(self, held: _Held, until: datetime) -> datetime:
        """Return the end of work on the day of `until`; how far that may lie counts from the date without extensions.

        Raises:
            ExtensionRefused: it is not later than the present date, or beyond what the rule allows.
        """
        calendar, rule = self._book.calendar, read_back(held.clock.rule)
        new = calendar.close_of(calendar.nth_working_day(calendar.local_day(until), 0))
        plain = [entry for entry in held.entries or () if entry.kind is not EntryKind.EXTEND]
        first = calendar.local_day(replay(plain, rule, calendar).at)
        latest = calendar.close_of(calendar.nth_working_day(first, rule.extension_max))
        if new <= held.clock.due_at or new > latest:
            raise ExtensionRefused
        return new

    def write(self) -> None:
        """Write all that has changed; the last thing."""
        for clock, key in zip(self._made, next_ids(Clock, len(self._made)), strict=True):
            clock.pk = key
        insert_rows(self._made)
        made = {id(clock) for clock in self._made}
        held = [one for kinds in self._clocks.values() for one in kinds.values()]
        update_rows([one.clock for one in held if one.dirty and id(one.clock) not in made], COMPUTED)
        # An entry took the key of its clock when that had none yet.
        entries = [entry for one in held for entry in one.new]
        for entry, key in zip(entries, next_ids(ClockEntry, len(entries)), strict=True):
            entry.pk, entry.clock_id = key, entry.clock.pk
        insert_rows(entries)

    def told(self) -> Iterator[tuple[str, ledger.Rows]]:
        """Return what the journal is to be told of the clocks of each subject, once they are written."""
        made = {id(clock) for clock in self._made}
        for subject, kinds in self._clocks.items():
            for held in kinds.values():
                if id(held.clock) in made:
                    yield subject, ledger.told([held.clock])
                elif held.dirty:
                    yield subject, ledger.told([held.clock], COMPUTED)
                if held.new:
                    yield subject, ledger.told(held.new)
