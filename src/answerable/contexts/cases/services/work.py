"""One case under way: what a step may do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import Act, AskKind, AskState, RoundState
from answerable.contexts.cases.errors import NothingPending
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.models import Ask, Case, Move, Round
from answerable.contexts.cases.services.batch import Batch
from answerable.contexts.deadlines.api import ClockChange, ClockKind, ClockStart, Dues, EntryKind
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.events import Event
from answerable.kernel.text import clean

# Only with whoever has to act does a date press.
_PRESSING = (RoundState.TRIAGE, RoundState.DISPATCHED, RoundState.HANDLING, RoundState.RETURNING)


def digest(text: str) -> str:
    """Return the SHA-256 of a text as the journal shows it."""
    return sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Work:
    """A locked case with its newest round, and the batch that takes up what follows from each step."""

    batch: Batch
    case: Case
    round: Round
    asks: list[Ask] = field(default_factory=list)
    actor: Actor = field(init=False)
    act: Act = field(init=False)
    at: datetime = field(init=False)

    def begin(self, actor: Actor, act: Act, at: datetime) -> None:
        """Take up the next step."""
        self.actor, self.act, self.at = actor, act, at

    @property
    def case_id(self) -> CaseId:
        return CaseId(self.case.pk)

    @property
    def round_id(self) -> RoundId:
        return RoundId(self.round.pk)

    @property
    def state(self) -> RoundState:
        return RoundState(self.case.state)

    # Rows.

    def move(
        self,
        to: RoundState | None = None,
        *,
        words: str = "",
        facts: Mapping[str, Any] | None = None,
        attachment_ids: Sequence[UUID] = (),
    ) -> RoundState:
        """Go along the lifecycle, note it as a row, and return the state before.

        Raises:
            IllegalMove: the state does not allow the act.
        """
        before = self.state
        after = lifecycle.move(before, self.act, to)
        self.set(state=after, is_open=after in lifecycle.OPEN, version=self.case.version + 1)
        if after is not before:
            self.set_round(state=after)
        self.batch.moves.append(
            Move(
                case_id=self.case.pk,
                number=self.case.version,
                round_no=self.round.number,
                act=self.act,
                from_state=before,
                to_state=after,
                at=self.at,
                actor_kind=self.actor.kind,
                post_id=self.actor.post_id,
                unit_id=self.case.unit_id,
                words=clean(words),
                facts=dict(facts or {}),
                attachment_ids=list(attachment_ids),
            )
        )
        return before

    def set(self, **values: object) -> None:
        """Set fields of the case."""
        for name, value in values.items():
            setattr(self.case, name, value)
        self.batch.changed(self.case, *values)

    def set_round(self, **values: object) -> None:
        """Set fields of the newest round."""
        for name, value in values.items():
            setattr(self.round, name, value)
        self.batch.changed(self.round, *values)

    def show_to(self, units: Iterable[int]) -> None:
        """Let these units see the case from now on."""
        self.set(scope_units=sorted({*self.case.scope_units, *units}))

    # What waits for a decision.

    def ask(
        self, kind: AskKind, reason: str, *, unit_id: int | None = None, until: datetime | None = None
    ) -> None:
        """Note what is asked of somebody."""
        ask = Ask(
            round_id=self.round.pk,
            kind=kind,
            state=AskState.PENDING,
            unit_id=unit_id,
            until=until,
            reason=clean(reason)[:1000],
            by_post_id=self.actor.post_id,
            asked_at=self.at,
        )
        self.asks.append(ask)
        self.batch.new_asks.append(ask)

    def pending(self, kind: AskKind, units: Iterable[int] | None = None) -> Ask:
        """Return what was asked and is undecided; of assistance, what was asked of one of these units.

        Raises:
            NothingPending: nothing of this kind is.
        """
        wanted = None if units is None else set(units)
        for ask in self.asks:
            fits = ask.kind == kind and (wanted is None or ask.unit_id in wanted)
            if fits and ask.state == AskState.PENDING:
                return ask
        raise NothingPending

    def decide(self, ask: Ask, state: AskState, decision: str = "") -> None:
        """Note how it was decided."""
        ask.state, ask.decision = state, clean(decision)[:1000]
        ask.decided_by_post_id, ask.decided_at = self.actor.post_id, self.at
        self.batch.asks.append(ask)

    def lapse(self) -> None:
        """Let whatever is still asked for lapse: the round has gone on without it."""
        for ask in self.asks:
            if ask.state == AskState.PENDING:
                self.decide(ask, AskState.LAPSED)
        self.set(extension_asked=False, assisting_units=[])

    # Clocks.

    @property
    def subject(self) -> str:
        return f"round:{self.round.pk}"

    @property
    def signing_subject(self) -> str:
        """Return the subject of the clock that runs until the unit signs: a new one for each dispatch."""
        return self.subject if self.round.dispatches <= 1 else f"{self.subject}:{self.round.dispatches}"

    def start(self, clock: ClockKind, subject: str | None = None) -> None:
        """Start a clock now."""
        line = self.batch.topics.line(self.case.topic_code)
        start = ClockStart(subject or self.subject, clock, self.case.kind, line, self.at)
        self._note_dates(self.batch.clocks.start(start))

    def stop(self, *clocks: ClockKind, subject: str | None = None) -> None:
        """Stop clocks of the round; all of them without any."""
        self._change(ClockChange(subject or self.subject, EntryKind.STOP, self.at, clocks))

    def stop_all(self) -> None:
        """Stop every clock of the round."""
        self.stop()
        if self.signing_subject != self.subject:
            self.stop(subject=self.signing_subject)

    def pause(self, reason: str) -> None:
        self._change(ClockChange(self.subject, EntryKind.PAUSE, self.at, reason=reason))

    def resume(self) -> None:
        self._change(ClockChange(self.subject, EntryKind.RESUME, self.at))

    def extend(self, until: datetime, by: organisation.UnitView, reason: str) -> None:
        """Set a later date of the answer, approved by a unit."""
        answer = (ClockKind.ANSWER,)
        change = EntryKind.EXTEND, self.at, answer, until, by.name_zh, by.name_en, reason
        self._change(ClockChange(self.subject, *change))

    def _change(self, change: ClockChange) -> None:
        self._note_dates(self.batch.clocks.change(change))

    def _note_dates(self, dues: Dues) -> None:
        if ClockKind.ANSWER in dues and self.round.answered_at is None:
            self.set_round(due_at=dues[ClockKind.ANSWER])
        elif ClockKind.ACKNOWLEDGE in dues and self.round.dispatched_at is None:
            self.set(due_at=dues[ClockKind.ACKNOWLEDGE])

    def finish(self) -> None:
        """End the step: note what is due next, which is nothing while it is not the bureau's turn."""
        due = self.case.due_at
        if self.case.state not in _PRESSING:
            due = None
        elif self.round.due_at is not None:
            due = self.round.due_at
        if due != self.case.due_at:
            self.set(due_at=due)

    # What is told.

    def journal(
        self,
        code: str,
        *,
        pub: Mapping[str, Any] | None = None,
        internal: Mapping[str, Any] | None = None,
        with_due: bool = False,
    ) -> None:
        """Add a line to the chain of the case. The public part names the round and the unit, never a person."""
        unit_id = self.case.unit_id
        shown: dict[str, Any] = {"round": self.round.number, **(pub or {})}
        if unit_id is not None:
            shown.setdefault("unit", self.batch.units.get(unit_id).code)
        if with_due and self.round.due_at is not None:
            shown["due"] = self.round.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        inside = {"post": self.actor.post_id, **(internal or {})}
        self.batch.lines.append(ledger.Entry(self.actor, code, self.at, self.case.reference, shown, inside))

    def tell(self, event: Event) -> None:
        self.batch.events.append(event)
