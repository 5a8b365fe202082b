"""What a transaction's acts on cases have to write, collected and then written together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from answerable.contexts.cases.models import Accused, Ask, Attachment, Case, Move, Round
from answerable.contexts.cases.topic_tree import TopicTree
from answerable.contexts.cases.topics import topics
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel import row_security
from answerable.kernel.events import Event, publish
from answerable.kernel.rows import insert_rows, next_ids, update_rows

_DECIDED = ("state", "decided_by_post_id", "decided_at", "decision")


@dataclass(slots=True)
class Batch:
    """Rows, clocks, lines and events of one transaction."""

    new_cases: list[Case] = field(default_factory=list)
    new_rounds: list[Round] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    # Which fields of which of them were changed.
    touched: dict[Case | Round, dict[str, None]] = field(default_factory=dict)
    case_fields: set[str] = field(default_factory=set)
    round_fields: set[str] = field(default_factory=set)
    moves: list[Move] = field(default_factory=list)
    new_asks: list[Ask] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    accused: list[Accused] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    lines: list[ledger.Entry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    references: dict[int, str] = field(default_factory=dict)
    case_of_round: dict[int, int] = field(default_factory=dict)
    # The subjects whose clocks were started before this transaction.
    subjects: set[str] = field(default_factory=set)
    # One picture of topics and units for the whole transaction.
    topics: TopicTree = field(default_factory=topics)
    units: organisation.UnitTree = field(default_factory=organisation.units)
    _clocks: deadlines.ClockBench | None = None

    @property
    def clocks(self) -> deadlines.ClockBench:
        """Return the clocks of all cases of the batch, locked at the first need."""
        if self._clocks is None:
            self._clocks = deadlines.ClockBench(self.subjects)
        return self._clocks

    def write(self) -> None:
        """Write everything; the last thing that an act does.

        By the system's door: the cases were locked in the actor's own scope, but what the act makes of them may lie
        outside of it: a wall against the actor, a new case, what others write on hearing of it.
        """
        with row_security.system("cases.write"):
            if self._clocks is not None:
                self._clocks.write()
            self._write_rows()
            ledger.record_many(self._lines_with_rows())
            publish(self.events)

    def know(self, case: Case, round_: Round) -> None:
        """Note which chain a case has, and which case a round is of."""
        self.references[case.pk] = case.reference
        self.case_of_round[round_.pk] = case.pk

    def changed(self, row: Case | Round, *fields: str) -> None:
        """Note that these fields of a row differ from what is stored."""
        self.touched.setdefault(row, {}).update(dict.fromkeys(fields))
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
        made = {id(ask) for ask in self.new_asks}
        known = list({id(ask): ask for ask in self.asks if id(ask) not in made}.values())
        # What is decided makes room for what is asked next.
        update_rows(known, _DECIDED)
        for rows in (self.new_asks, self.accused):
            _take_keys(rows)
            insert_rows(rows)
        insert_rows(self.attachments, ignore_conflicts=True)
        if self.attachments:
            # Uploads that nobody keeps are removed after a day.
            files.keep_files([one.file_id for one in self.attachments], at=self.attachments[0].at)

    # What the lines say of the rows.

    def _lines_with_rows(self) -> list[ledger.Entry]:
        """Return the lines; the last one of each case tells of all its rows."""
        told = self._told()
        last = {line.chain: place for place, line in enumerate(self.lines)}
        found = list(self.lines)
        for case_id, rows in told.items():
            place = last[self.references[case_id]]
            found[place] = replace(found[place], rows=rows)
        return found

    def _told(self) -> dict[int, ledger.Rows]:
        """Return what is told of the rows of each case."""
        told: dict[int, ledger.Rows] = {}
        for case_id, rows in self._parts():
            ledger.add_rows(told.setdefault(case_id, {}), rows)
        return told

    def _parts(self) -> Iterator[tuple[int, ledger.Rows]]:
        new = {id(row) for row in (*self.new_cases, *self.new_rounds)}
        for row, fields in self.touched.items():
            if id(row) not in new:
                yield _case_of(row), ledger.told([row], list(fields))
        for case in self.new_cases:
            yield case.pk, ledger.told([case])
        parts: list[Round | Move | Accused | Attachment] = [
            *self.new_rounds,
            *self.moves,
            *self.accused,
            *self.attachments,
        ]
        for one in parts:
            yield one.case_id, ledger.told([one])
        rounds = self.case_of_round
        made = {id(ask) for ask in self.new_asks}
        for ask in self.new_asks:
            yield rounds[ask.round_id], ledger.told([ask])
        for ask in self.asks:
            if id(ask) not in made:
                yield rounds[ask.round_id], ledger.told([ask], _DECIDED)
        if self._clocks is not None:
            for subject, rows in self._clocks.told():
                yield rounds[int(subject.split(":")[1])], rows


def _case_of(row: Case | Round) -> int:
    return row.pk if isinstance(row, Case) else row.case_id


def _take_keys(rows: Sequence[Ask] | Sequence[Accused]) -> None:
    """Give rows their keys beforehand, so that lines can name them."""
    for row, key in zip(rows, next_ids(type(rows[0]), len(rows)) if rows else (), strict=True):
        row.pk = key
