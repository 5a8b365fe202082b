"""The call desk: reviewers call those who were not satisfied, and the level above hears objections."""

from datetime import datetime, time, timedelta
from random import Random

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import AttemptOutcome, Outcome, ReviewAct, VisitState
from answerable.contexts.review.events import ContestDecided, ContestOpened, VisitConcluded, VisitOpened
from answerable.interfaces.cli.demo.life.desk import Desk
from answerable.interfaces.cli.demo.life.hours import Hours, days_between
from answerable.interfaces.cli.demo.voices.scene import Scene
from answerable.interfaces.cli.demo.voices.speaker import say
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError
from answerable.kernel.events import Event

OUTCOMES = {Outcome.UPHELD: 48, Outcome.SETTLED: 27, Outcome.REFUSED: 25}
SITTINGS = (time(10), time(15))
PER_SITTING = 20
# Visits of other cohorts of the city may wait in the same queue.
READ = 200
WORDS = {
    Outcome.UPHELD: "visit_upheld",
    Outcome.SETTLED: "visit_settled",
    Outcome.REFUSED: "visit_refused",
}


class CallDesk:
    """Works off the queue of return visits, a working day's slice at a time."""

    def __init__(self, desk: Desk, hours: Hours, seed: str) -> None:
        self.desk, self.hours = desk, hours
        self.random = Random(f"reviewers {seed}")
        self.root = organisation.units().root.id
        self.refused = 0
        # The references of cases that the desk may call about, and how many visits and objections of theirs are open.
        self.known: set[str] = set()
        self.open_visits = self.open_contests = 0
        self.objecting: list[tuple[datetime, cases.CaseId]] = []

    def work(self, start: datetime, end: datetime) -> None:
        """Call those who wait, at the hours of the slice in which the desk is manned."""
        for turn, at in enumerate(self._sittings(start, end)):
            # One of two reviewers at a time: reading the queue is what takes the time.
            actor = self.desk.one(Role.REVIEWER, self.root, self.random) if self.open_visits else None
            if actor is not None:
                self._shift(actor, at + timedelta(minutes=turn % 2))
            if self.open_contests:
                self._objections(at)
        self._object(end)

    def _sittings(self, start: datetime, end: datetime) -> list[datetime]:
        zone = self.hours.zone
        days = days_between(start.astimezone(zone).date(), end.astimezone(zone).date())
        found = [
            self.hours.local(day, hour) for day in days if self.hours.is_working(day) for hour in SITTINGS
        ]
        return [at for at in found if start < at <= end - timedelta(hours=1)]

    def _shift(self, actor: Actor, at: datetime) -> None:
        clock = at
        rows = [row for row in review.visits(actor, at=at, limit=READ) if row.reference in self.known]
        for row in rows[:PER_SITTING]:
            free = {ReviewAct.TAKE, ReviewAct.CONCLUDE} & row.allowed_acts
            if not free or max(row.opened_at, row.call_at) > at:
                continue
            clock += timedelta(seconds=self.random.uniform(20, 240))
            try:
                self._visit(actor, row, clock)
            except AnswerableError:
                self.refused += 1

    def _visit(self, actor: Actor, row: review.VisitRow, at: datetime) -> None:
        if ReviewAct.TAKE in row.allowed_acts:
            review.take_visit(actor=actor, visit_id=row.public_id, at=at)
        reached = self.random.random() < 0.72 and row.may_call
        outcome = AttemptOutcome.REACHED if reached else AttemptOutcome.NO_ANSWER
        later = at + timedelta(minutes=self.random.uniform(2, 9))
        review.record_attempt(
            actor=actor,
            visit_id=row.public_id,
            outcome=outcome,
            note=self._say("visit_note") if reached else "",
            at=later,
        )
        if reached:
            end = self.random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
            reason = self._say(WORDS[end])
            review.conclude_visit(
                actor=actor,
                visit_id=row.public_id,
                outcome=end,
                reason=reason,
                at=later + timedelta(minutes=1),
            )
        elif row.attempts >= 2:
            review.conclude_visit(
                actor=actor,
                visit_id=row.public_id,
                outcome=Outcome.UNREACHABLE,
                reason=self._say("visit_unreachable"),
                at=later + timedelta(minutes=1),
            )
        else:
            review.release_visit(actor=actor, visit_id=row.public_id, at=later + timedelta(seconds=30))

    def _objections(self, at: datetime) -> None:
        leader = self.desk.one(Role.LEADER, self.root, self.random)
        if leader is None:
            return
        for row in review.contests(leader, at=at):
            if row.at > at - timedelta(days=1) or row.reference not in self.known:
                continue
            allow = self.random.random() < 0.35
            words = self._say("contest_allowed" if allow else "contest_denied")
            try:
                review.decide_contest(
                    actor=leader, contest_id=row.public_id, allow=allow, reason=words, at=at
                )
            except AnswerableError:
                self.refused += 1

    def hear(self, event: Event) -> None:
        """Count what waits, and let some residents whose matter was refused object, a few hours later."""
        self.open_visits += isinstance(event, VisitOpened) - isinstance(event, VisitConcluded)
        self.open_contests += isinstance(event, ContestOpened) - isinstance(event, ContestDecided)
        if isinstance(event, VisitConcluded):
            self._refused(event)

    def _refused(self, concluded: VisitConcluded) -> None:
        if concluded.outcome is VisitState.REFUSED and self.random.random() < 0.4:
            self.objecting.append((concluded.at + timedelta(hours=5), cases.CaseId(concluded.case_id)))

    def _object(self, until: datetime) -> None:
        for at, case_id in [one for one in self.objecting if one[0] <= until]:
            self.objecting.remove((at, case_id))
            try:
                review.contest_refusal(case_id=case_id, text=self._say("contest"), at=at)
            except AnswerableError:
                self.refused += 1

    def _say(self, name: str) -> str:
        return say(name, Scene.nowhere(self.random, self.desk.at))
