"""Runs the city's time: what comes in, what follows from it, slice by slice in the order of time.

The town learns what has happened as everybody else does: from the events. It never looks into a table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.events import (
    CaseOpened,
    CaseWithdrawn,
    RoundAnswered,
    RoundClosed,
    RoundDispatched,
    RoundReopened,
    RoundReturned,
)
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review import api as review
from answerable.contexts.review.events import ContestDecided, ContestOpened, VisitConcluded, VisitOpened
from answerable.interfaces.cli.demo.life.agenda import Agenda
from answerable.interfaces.cli.demo.life.arrivals import Arrival, Truth
from answerable.interfaces.cli.demo.life.bundler import Bundler
from answerable.interfaces.cli.demo.life.course import Course, Life
from answerable.interfaces.cli.demo.life.desk import Desk
from answerable.interfaces.cli.demo.life.fate import Fate
from answerable.interfaces.cli.demo.life.front import bring_in, sweep
from answerable.interfaces.cli.demo.life.hours import Hours
from answerable.interfaces.cli.demo.life.raters import rating
from answerable.interfaces.cli.demo.life.reviewers import CallDesk
from answerable.kernel import events

BACKLOG = timedelta(days=2)


@dataclass(slots=True)
class Town:
    """The city under way."""

    hours: Hours
    seed: str
    began: datetime
    until: datetime
    desk: Desk = field(init=False)
    calls: CallDesk = field(init=False)
    bundler: Bundler = field(init=False)
    agenda: Agenda = field(default_factory=Agenda)
    truths: dict[str, Truth] = field(default_factory=dict)
    lives: dict[int, Life] = field(default_factory=dict)
    heard: list[events.Event] = field(default_factory=list)
    undispatched: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = Desk(self.began)
        self.calls = CallDesk(self.desk, self.hours, self.seed)
        self.bundler = Bundler(self.desk, self.seed)

    def run(
        self, arrivals: Sequence[Arrival], slices: Sequence[datetime], told: Callable[[int], None]
    ) -> None:
        """Live through the slices; `told` hears how many voices came in each."""
        waiting = list(reversed(arrivals))
        start = self.began
        with events.heard_by(self.heard.extend):
            for end in slices:
                new = []
                while waiting and waiting[-1].at < end:
                    new.append(waiting.pop())
                truths = bring_in(new, end)
                self.truths.update(truths)
                self.calls.known.update(truths)
                sweep(end, truths)
                self._live(start, end)
                told(len(new))
                start = end

    def _live(self, start: datetime, end: datetime) -> None:
        """Let everything happen that is due before the slice ends, and what follows from it."""
        self._act(end)
        self.bundler.work(self.lives.values(), end)
        self.calls.work(start, end)
        self._act(end)
        for catch_up in (deadlines.warn_due_clocks, review.lapse_invitations, review.lapse_contests):
            while catch_up(at=end):
                continue
        self._listen()

    def _act(self, end: datetime) -> None:
        self._listen()
        while due := self.agenda.due(end):
            self.agenda.perform([planned.deed for planned in due if isinstance(planned.deed, cases.Step)])
            self.agenda.rate([planned.deed for planned in due if isinstance(planned.deed, review.NewRating)])
            self._listen()

    # What the town hears.

    def _listen(self) -> None:
        while self.heard:
            told = list(self.heard)
            self.heard.clear()
            events.run_afterwards(told)
            self._open([event for event in told if isinstance(event, CaseOpened)])
            self._dispatched([event for event in told if isinstance(event, RoundDispatched | RoundReopened)])
            for event in told:
                self._follow(event)
        self._triage()

    def _open(self, opened: Sequence[CaseOpened]) -> None:
        for event in opened:
            truth = self.truths.pop(event.reference, None)
            if truth is not None:
                case_id = cases.CaseId(event.case_id)
                self.lives[event.case_id] = Life(case_id, event.reference, truth)
                self.undispatched[event.case_id] = event.at

    def _triage(self) -> None:
        """Plan for those that the product would not decide that a dispatcher looks at them."""
        root = organisation.units().root.id
        for case_id, since in self.undispatched.items():
            life = self.lives[case_id]
            actor = self.desk.one(Role.DISPATCHER, root, life.random)
            unit = organisation.units().by_code(life.truth.unit)
            if actor is None or unit is None or life.over:
                continue
            at = self._dispatched_by_hand(since, life.random)
            if at is None:
                continue
            self.agenda.plan(
                life,
                cases.Dispatch(
                    actor=actor,
                    case_id=life.case_id,
                    at=at,
                    unit_id=unit.id,
                    topic_code=life.truth.topic.code,
                    reason_zh="由分派员核对后分派。",
                    reason_en="Checked and sent by a dispatcher.",
                ),
            )
        self.undispatched.clear()

    def _dispatched_by_hand(self, since: datetime, random: Random) -> datetime | None:
        """Say when a dispatcher looks at a case; of what came last, most waits for whoever visits the demo."""
        if self.until - since < BACKLOG and random.random() < 0.8:
            return None
        wait = timedelta(minutes=random.expovariate(1 / 50) + 3)
        return self.hours.within(since + wait, random)

    def _dispatched(self, sent: Sequence[RoundDispatched | RoundReopened]) -> None:
        """Plan the round of each case that a unit has got."""
        last = {event.case_id: event for event in sent if event.case_id in self.lives}
        facts = cases.facts_of(last)
        for case_id, event in last.items():
            self.undispatched.pop(case_id, None)
            life, fact = self.lives[case_id], facts[cases.CaseId(case_id)]
            right = organisation.units().by_code(life.truth.unit)
            life.over = life.over and not isinstance(event, RoundReopened)
            if life.over or right is None or fact.due_at is None or fact.unit_id != event.unit_id:
                continue
            life.round_no = fact.round_no
            fate = Fate.draw(
                life.random,
                kind=life.truth.kind,
                wrong_unit=right.id != event.unit_id,
                round_no=fact.round_no,
            )
            course = Course(life, event.unit_id, event.at, fact.due_at, fate, self.desk, self.hours, right.id)
            for step in course.steps():
                self.agenda.plan(life, step)

    def _follow(self, event: events.Event) -> None:
        if isinstance(event, VisitOpened | VisitConcluded | ContestOpened | ContestDecided):
            self.calls.hear(event)
            return
        life = self.lives.get(getattr(event, "case_id", 0))
        if life is None:
            return
        if isinstance(event, RoundAnswered):
            said = rating(life, event.round_id, event.at)
            if said is not None:
                self.agenda.plan(life, said)
        elif isinstance(event, RoundReturned) and event.to_unit_id is None:
            self.undispatched[event.case_id] = event.at
        elif isinstance(event, RoundClosed | CaseWithdrawn):
            life.over = True
