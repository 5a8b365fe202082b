"""What a transaction's acts on cases have to write, collected and then written together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from answerable.contexts.cases.enums import RoundState
from answerable.contexts.cases.models import Accused, Ask, Attachment, Case, Move, Round
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.deadlines.api import ClockChange, ClockKind, ClockStart, Dues
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.events import Event, publish
from answerable.kernel.rows import insert_rows, update_rows

# Only with the unit that has to answer does the date of the answer press.
_PRESSING = (RoundState.TRIAGE, RoundState.DISPATCHED, RoundState.HANDLING, RoundState.RETURNING)


@dataclass(slots=True)
class Line:
    """A journal line. `due_of` is the number of the clock change whose date goes into the public part."""

    actor: Actor
    code: str
    at: datetime
    chain: str
    pub: Mapping[str, Any]
    internal: Mapping[str, Any]
    due_of: int | None = None


@dataclass(slots=True)
class Batch:
    """Rows, clocks, lines and events of one transaction."""

    new_cases: list[Case] = field(default_factory=list)
    new_rounds: list[Round] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    case_fields: set[str] = field(default_factory=set)
    round_fields: set[str] = field(default_factory=set)
    moves: list[Move] = field(default_factory=list)
    new_asks: list[Ask] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    accused: list[Accused] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    clocks: list[ClockStart | ClockChange] = field(default_factory=list)
    # For each clock change, the round whose date may move with it and the case that it belongs to.
    owners: list[tuple[Case, Round]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        """Write everything; the last thing that an act does."""
        dues = deadlines.apply_clocks(self.clocks)
        self._set_dates(dues)
        self._write_rows()
        ledger.record_many([self._entry(line, dues) for line in self.lines])
        publish(self.events)

    def _set_dates(self, dues: Sequence[Dues]) -> None:
        for (case, round_), due in zip(self.owners, dues, strict=True):
            if ClockKind.ANSWER in due and round_.answered_at is None:
                round_.due_at = due[ClockKind.ANSWER]
            elif ClockKind.ACKNOWLEDGE in due and round_.due_at is None and round_.dispatched_at is None:
                case.due_at = due[ClockKind.ACKNOWLEDGE]
            self.changed(round_, "due_at")
        for case, round_ in {id(case): (case, round_) for case, round_ in self.owners}.values():
            if case.state not in _PRESSING:
                case.due_at = None
            elif round_.due_at is not None:
                case.due_at = round_.due_at
            self.changed(case, "due_at")

    def changed(self, row: Case | Round, *fields: str) -> None:
        """Note that these fields of a row differ from what is stored."""
        if isinstance(row, Case):
            self.cases[row.pk] = row
            self.case_fields.update(fields)
        else:
            self.rounds[row.pk] = row
            self.round_fields.update(fields)

    def _write_rows(self) -> None:
        insert_rows(self.new_cases)
        insert_rows(self.new_rounds)
        new = {row.pk for row in self.new_cases}, {row.pk for row in self.new_rounds}
        update_rows([row for key, row in self.cases.items() if key not in new[0]], sorted(self.case_fields))
        update_rows([row for key, row in self.rounds.items() if key not in new[1]], sorted(self.round_fields))
        insert_rows(self.moves)
        insert_rows(self.new_asks)
        made = {id(ask) for ask in self.new_asks}
        known = list({id(ask): ask for ask in self.asks if id(ask) not in made}.values())
        update_rows(known, ("state", "decided_by_post_id", "decided_at", "decision"))
        insert_rows(self.accused)
        insert_rows(self.attachments, ignore_conflicts=True)

    @staticmethod
    def _entry(line: Line, dues: Sequence[Dues]) -> ledger.Entry:
        pub = dict(line.pub)
        due = None if line.due_of is None else dues[line.due_of].get(ClockKind.ANSWER)
        if due is not None:
            pub["due"] = due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return ledger.Entry(line.actor, line.code, line.at, line.chain, pub, line.internal)
