"""What a round's unit does, from dispatch to answer, as steps at times to come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import ContactBy, Outcome
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.cli.demo.life.arrivals import Truth
from answerable.interfaces.cli.demo.life.desk import Desk
from answerable.interfaces.cli.demo.life.fate import SAFE_AND_FAST, Fate
from answerable.interfaces.cli.demo.life.hours import Hours
from answerable.interfaces.cli.demo.voices.speaker import answer, say
from answerable.kernel.actor import Actor

OUTCOMES = {
    "complaint": ((Outcome.SOLVED, 55), (Outcome.PARTLY, 20), (Outcome.EXPLAINED, 15), (Outcome.PLANNED, 10)),
    "request": ((Outcome.SOLVED, 55), (Outcome.EXPLAINED, 20), (Outcome.PARTLY, 15), (Outcome.PLANNED, 10)),
    "consultation": ((Outcome.EXPLAINED, 85), (Outcome.SOLVED, 15)),
    "suggestion": ((Outcome.PLANNED, 50), (Outcome.EXPLAINED, 40), (Outcome.CANNOT, 10)),
    "tip": ((Outcome.UPHELD, 45), (Outcome.UNFOUNDED, 35), (Outcome.PASSED_ON, 20)),
    "praise": ((Outcome.EXPLAINED, 100),),
    "dispute": ((Outcome.SOLVED, 50), (Outcome.PARTLY, 25), (Outcome.EXPLAINED, 15), (Outcome.NOT_OURS, 10)),
}


@dataclass(slots=True)
class Life:
    """A case as the demo follows it."""

    case_id: cases.CaseId
    reference: str
    truth: Truth
    round_no: int = 1
    over: bool = False
    bundled: bool = False
    late: bool = False

    @property
    def random(self) -> Random:
        return self.truth.scene.random


@dataclass(slots=True)
class Course:
    """Plans one round. Times only grow, as acts follow each other."""

    life: Life
    unit_id: int
    at: datetime
    due: datetime
    fate: Fate
    desk: Desk
    hours: Hours
    right_unit_id: int
    handler: Actor = field(init=False)
    now: datetime = field(init=False)

    def steps(self) -> Iterator[cases.Step]:
        """Yield what happens, each act later than the one before; nothing if nobody holds a fitting post."""
        handler = self.desk.one(Role.HANDLER, self.unit_id, self.random)
        if handler is None:
            return
        self.handler, self.now = handler, self.at
        if self.fate.urgent:
            yield self._urgent()
        if self.fate.returned and self.right_unit_id != self.unit_id:
            yield from self._return()
            return
        yield from self._sign()
        if self.fate.withdrawn:
            self._pass(0.1, 2)
            resident = Actor.resident(self.life.case_id)
            yield self._step(cases.WithdrawCase, resident, reason=self._say("withdraw"))
            return
        yield from self._work()
        if not self.fate.neglected:
            yield self._answer()

    @property
    def random(self) -> Random:
        return self.life.random

    def _say(self, name: str) -> str:
        return say(name, self.life.truth.scene, self.life.truth.language if name in RESIDENT else "zh")

    def _step(self, kind: type[cases.Step], actor: Actor | None = None, **values: Any) -> cases.Step:
        return kind(actor=actor or self.handler, case_id=self.life.case_id, at=self.now, **values)

    def _pass(self, least: float, most: float) -> None:
        """Let working days go by."""
        self.now = max(
            self.hours.after(self.now, self.random.uniform(least, most), self.random),
            self.now + timedelta(minutes=self.random.uniform(2, 20)),
        )

    def _soon(self, minutes: float) -> None:
        self.now = self.hours.within(
            self.now + timedelta(minutes=self.random.expovariate(1 / minutes) + 1), self.random
        )

    # What happens before the unit is at work.

    def _urgent(self) -> cases.Step:
        self.now += timedelta(minutes=self.random.uniform(1, 5))
        actor = self.desk.one(Role.DISPATCHER, self._root(), self.random) or self.handler
        return self._step(cases.MarkUrgent, actor, urgent=True, reason=self._say("dispatch_reason"))

    def _root(self) -> int:
        return organisation.units().root.id

    def _return(self) -> Iterator[cases.Step]:
        self._soon(90)
        yield self._step(cases.AskReturn, reason=self._say("return_reason"))
        self._soon(120)
        sender = self.desk.one(Role.DISPATCHER, self._root(), self.random)
        to = self.right_unit_id if self.random.random() < 0.7 else None
        yield self._step(cases.ApproveReturn, sender, reason=self._say("return_approved"), unit_id=to)

    def _sign(self) -> Iterator[cases.Step]:
        truth = self.life.truth
        if truth.topic.code in SAFE_AND_FAST:
            self.now += timedelta(minutes=self.random.uniform(2, 25))
        elif self.random.random() < 0.05:
            self._pass(0.6, 1.3)
        else:
            self._soon(50)
        leader = self.desk.one(Role.LEADER, self.unit_id, self.random)
        if self.fate.assigned and leader is not None and leader.unit_id == self.unit_id:
            yield self._step(cases.SignFor, leader)
            self._soon(20)
            yield self._step(cases.Assign, leader, handler_post_id=self.handler.post_id)
        else:
            yield self._step(cases.SignFor)

    # The work.

    def _work(self) -> Iterator[cases.Step]:
        yield from self._contact()
        if self.fate.corrected:
            self._soon(15)
            yield self._step(cases.Correct, topic_code=self.life.truth.topic.code)
        if self.fate.note:
            self._pass(0.05, 0.4)
            yield self._step(cases.WriteNote, text=self._say("note"))
        if self.fate.addition:
            yield self._add()
        if self.fate.question:
            yield from self._question()
        if self.fate.assist:
            yield from self._assist()
        if self.fate.extension:
            yield from self._extension()

    def _contact(self) -> Iterator[cases.Step]:
        if self.life.truth.kind == "praise":
            return
        by = self.random.choices(list(ContactBy), (75, 15, 10))[0]
        self._pass(0.02, 0.7)
        if self.fate.missed_call:
            yield self._step(
                cases.LogContact, by=ContactBy.PHONE, reached=False, text=self._say("contact_missed")
            )
            self._pass(0.1, 0.6)
        yield self._step(cases.LogContact, by=by, reached=True, text=self._say("contact_reached"))

    def _add(self) -> cases.Step:
        self.now += timedelta(hours=self.random.uniform(1, 20))
        return self._step(cases.AddToCase, Actor.resident(self.life.case_id), text=self._say("addition"))

    def _question(self) -> Iterator[cases.Step]:
        self._soon(30)
        yield self._step(cases.AskResident, question=self._say("question"))
        if not self.fate.silent:
            self.now += timedelta(hours=self.random.uniform(0.5, 50))
            yield self._step(cases.AddToCase, Actor.resident(self.life.case_id), text=self._say("addition"))
        else:
            self._pass(3, 8)

    def _assist(self) -> Iterator[cases.Step]:
        """Ask a unit of another kind; it answers, mostly."""
        other = self.right_unit_id if self.right_unit_id != self.unit_id else self._neighbour()
        helper = self.desk.one(Role.HANDLER, other, self.random)
        if helper is None or helper.unit_id == self.unit_id or other == self.unit_id:
            return
        self._soon(40)
        yield self._step(cases.AskAssist, unit_id=other, question=self._say("assist_question"))
        if self.random.random() < 0.9:
            self._pass(0.2, 1.2)
            yield self._step(cases.GiveAssist, helper, text=self._say("assist_answer"))

    def _neighbour(self) -> int:
        tree = organisation.units()
        parent = tree.parent(self.unit_id) or tree.root
        return self.random.choice([unit.id for unit in tree.children(parent.id)] or [parent.id])

    def _extension(self) -> Iterator[cases.Step]:
        before = self.due - timedelta(hours=self.random.uniform(2, 20))
        asked = self.hours.within(max(self.now + timedelta(minutes=9), before), self.random)
        if asked >= self.due:
            return
        self.now = asked
        until = self.hours.after(self.due, self.random.choice((1, 2, 3)), self.random)
        yield self._step(cases.AskExtension, until=until, reason=self._say("extension_reason"))
        leader = self.desk.above(Role.LEADER, self.unit_id, self.random)
        if leader is None or self.random.random() < 0.06:
            return
        self._soon(60)
        if self.random.random() < 0.88:
            self.due = until
            yield self._step(cases.ApproveExtension, leader, reason=self._say("extension_approved"))
        else:
            yield self._step(cases.RefuseExtension, leader, reason=self._say("extension_refused"))

    def _answer(self) -> cases.Step:
        latest = self.due
        if self.fate.late:
            self.life.late = True
            self.now = self.hours.after(max(self.now, latest), self.random.uniform(0.1, 3.2), self.random)
        else:
            span = max(timedelta(minutes=15), latest - self.now)
            wished = self.now + span * self.random.betavariate(1.8, 1.5)
            self.now = max(self.now + timedelta(minutes=6), self.hours.within(wished, self.random))
        truth = self.life.truth
        choices = OUTCOMES[truth.kind]
        outcome = self.random.choices([o for o, _ in choices], [w for _, w in choices])[0]
        return self._step(
            cases.AnswerRound, outcome=outcome, text=answer(truth.topic, truth.scene, truth.language)
        )


RESIDENT = {"addition", "withdraw"}
