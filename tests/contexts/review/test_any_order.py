"""Whatever is done by whomever in whatever order: one rating, one visit, one contest, and no discontent forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import given as prepared
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome as AnswerOutcome
from answerable.contexts.cases.enums import RoundState
from answerable.contexts.review import api as review
from answerable.contexts.review.api import (
    AttemptOutcome,
    ContestState,
    InvitationState,
    Outcome,
    Resolved,
    Satisfaction,
    VisitState,
)
from answerable.contexts.review.models import Contest, Invitation, ReturnVisit
from answerable.kernel import events
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError
from given import AT, SYSTEM, Bureau

pytestmark = pytest.mark.django_db

PEOPLE = ("reviewer", "inspector", "chief", "agent", "east-leader", "east-1-leader", "east-1-handler")
ENDED = (VisitState.ENDED, VisitState.UPHELD, VisitState.SETTLED, VisitState.UNREACHABLE)
Jobs = list[tuple[str, list[dict[str, object]]]]
Act = Callable[[Actor, cases.CaseId, datetime], Any]


def rate(satisfaction: Satisfaction) -> Act:
    return lambda _, case_id, at: review.rate_round(
        case_id=case_id, satisfaction=satisfaction, resolved=Resolved.NO, at=at
    )


def conclude(outcome: Outcome) -> Act:
    return lambda actor, case_id, at: review.conclude_visit(
        actor=actor, visit_id=visit_of(case_id), outcome=outcome, reason="x", at=at
    )


def attempt(outcome: AttemptOutcome) -> Act:
    return lambda actor, case_id, at: review.record_attempt(
        actor=actor, visit_id=visit_of(case_id), outcome=outcome, note="", at=at
    )


def visit_of(case_id: cases.CaseId) -> Any:
    row = ReturnVisit.objects.filter(case_id=case_id).last()
    return row.public_id if row else Contest._meta.get_field("public_id").default()


def contest_of(case_id: cases.CaseId) -> Any:
    row = Contest.objects.filter(visit__case_id=case_id).last()
    return row.public_id if row else visit_of(case_id)


def decide(allow: bool) -> Act:
    return lambda actor, case_id, at: review.decide_contest(
        actor=actor, contest_id=contest_of(case_id), allow=allow, reason="x", at=at
    )


def newest(case_id: cases.CaseId) -> cases.RoundId:
    return cases.facts_of([case_id])[case_id].round_id


ACTS: dict[str, Act] = {
    "content": rate(Satisfaction.SATISFIED),
    "discontent": rate(Satisfaction.DISSATISFIED),
    "take": lambda actor, case_id, at: review.take_visit(actor=actor, visit_id=visit_of(case_id), at=at),
    "release": lambda actor, case_id, at: review.release_visit(
        actor=actor, visit_id=visit_of(case_id), at=at
    ),
    "reach": attempt(AttemptOutcome.REACHED),
    "miss": attempt(AttemptOutcome.NO_ANSWER),
    "uphold": conclude(Outcome.UPHELD),
    "refuse": conclude(Outcome.REFUSED),
    "settle": conclude(Outcome.SETTLED),
    "give up": conclude(Outcome.UNREACHABLE),
    "contest": lambda _, case_id, at: review.contest_refusal(case_id=case_id, text="x", at=at),
    "allow": decide(True),
    "reject": decide(False),
    "lapse": lambda _, __, at: review.lapse_reviews(at=at),
    "withdraw": lambda _, case_id, at: cases.withdraw_case(
        actor=Actor.resident(case_id), case_id=case_id, reason="", at=at
    ),
    "tell the agent": lambda actor, case_id, at: cases.dispute_round(
        actor=actor, round_id=newest(case_id), reason="还是吵", at=at
    ),
    "order anew": lambda actor, case_id, at: cases.reopen_round(
        actor=actor, round_id=newest(case_id), reason="x", at=at
    ),
    "answer": lambda _, case_id, at: answer(case_id, at),
}


def answer(case_id: cases.CaseId, at: datetime) -> None:
    cases.sign_for(actor=SYSTEM, case_id=case_id, at=at)
    cases.answer_round(actor=SYSTEM, case_id=case_id, outcome=AnswerOutcome.SOLVED, text="好了", at=at)


def check(case_id: cases.CaseId) -> None:
    """Check what has to be true at any time, once the jobs have run."""
    fact = cases.facts_of([case_id])[case_id]
    check_questions(fact)
    check_visits(fact)
    if fact.state is RoundState.DISPUTED:
        visit = ReturnVisit.objects.get(round_id=fact.round_id)
        assert visit.state not in ENDED, "nobody would ever come back to it"
        if visit.state == VisitState.REFUSED:
            waits = Contest.objects.filter(visit=visit, state=ContestState.OPEN).exists()
            assert visit.contest_until is not None or waits
    if fact.state is RoundState.ANSWERED:
        assert Invitation.objects.get(round_id=fact.round_id).state == InvitationState.OPEN


def check_questions(fact: cases.CaseFact) -> None:
    for asked in Invitation.objects.filter(case_id=fact.case_id):
        is_newest = asked.round_id == fact.round_id
        assert hasattr(asked, "rating") is (asked.state == InvitationState.RATED)
        if asked.state == InvitationState.OPEN:
            assert is_newest
            assert fact.state is RoundState.ANSWERED
        angry = hasattr(asked, "rating") and asked.rating.satisfaction == Satisfaction.DISSATISFIED
        assert hasattr(getattr(asked, "rating", None), "visit") is angry


def check_visits(fact: cases.CaseFact) -> None:
    for visit in ReturnVisit.objects.filter(case_id=fact.case_id):
        if visit.state in (VisitState.WAITING, VisitState.TAKEN):
            assert visit.round_id == fact.round_id
            assert fact.state is RoundState.DISPUTED
        if visit.state == VisitState.UPHELD:
            assert visit.round_id != fact.round_id
        if visit.contest_until is not None:
            assert visit.round_id == fact.round_id
    for contest in Contest.objects.filter(visit__case_id=fact.case_id, state=ContestState.OPEN):
        assert contest.visit.round_id == fact.round_id
        assert fact.state in (RoundState.DISPUTED, RoundState.CLOSED)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    kept: Jobs = []

    def defer(subscriber: str, chunks: list[list[dict[str, object]]]) -> None:
        kept.extend((subscriber, chunk) for chunk in chunks if ".review." in subscriber)

    monkeypatch.setattr("answerable.kernel.jobs.defer_subscriber", defer)
    return kept


@pytest.fixture
def bureau() -> Bureau:
    return prepared.a_bureau()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(PEOPLE), st.sampled_from([1, 5, 30, 200])),
        min_size=4,
        max_size=16,
    )
)
def test_no_order_of_acts_forgets_a_resident(
    bureau: Bureau, jobs: Jobs, acts: list[tuple[str, str, int]]
) -> None:
    with transaction.atomic():
        case_id, at = prepared.an_answered_case(bureau), AT + timedelta(hours=2)
        for name, who, hours in [("discontent", "reviewer", 1), ("take", "reviewer", 1), *acts]:
            at += timedelta(hours=hours)
            try:
                with transaction.atomic():
                    ACTS[name](bureau.actor(who), case_id, at)
            except AnswerableError:
                jobs.clear()
            while jobs:
                events.run_subscriber(*jobs.pop(0))
            check(case_id)
        transaction.set_rollback(True)


def test_discontent_told_on_the_telephone_gets_its_call_too(bureau: Bureau, jobs: Jobs) -> None:
    case_id = prepared.an_answered_case(bureau)
    cases.dispute_round(
        actor=bureau.actor("agent"), round_id=newest(case_id), reason="还是吵", at=prepared.later(hours=2)
    )
    waiting = list(jobs)
    for subscriber, raw in [*waiting, *waiting]:
        events.run_subscriber(subscriber, raw)
    [row] = review.visits(bureau.actor("reviewer"), at=prepared.later(hours=3))
    assert row.due_at is not None
    check(case_id)
