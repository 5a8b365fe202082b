"""Whatever is done by whomever in whatever order: no case reaches an illegal state, and none is lost."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import given as prepared
from answerable.contexts.cases import api as cases
from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import Act, Channel, ContactBy, JoinRule, Kind, Outcome, RoundState
from answerable.contexts.cases.models import Case
from answerable.contexts.deadlines.api import ClockKind, ClockState
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError
from answerable.kernel.ids import Reference
from given import AT, SYSTEM, Bureau

pytestmark = pytest.mark.django_db

PEOPLE = (
    "system",
    "resident",
    "chief",
    "agent",
    "dispatcher",
    "reviewer",
    "inspector",
    "east-leader",
    "east-dispatcher",
    "east-1-leader",
    "east-1-handler",
    "east-2-handler",
    "traffic-1-handler",
)
UNITS = ("bureau", "east", "east-1", "east-2", "west-1", "traffic-1")
ACTS = [act for act in Act if act is not Act.OPEN]
MUST_RUN = {RoundState.DISPATCHED, RoundState.HANDLING, RoundState.RETURNING}


@pytest.fixture
def bureau() -> Bureau:
    return prepared.a_bureau()


def stepper(
    bureau: Bureau, actor: Actor, case_id: cases.CaseId, unit: str, at: datetime
) -> dict[Act, Callable[[], Any]]:
    """Return each act with facts that make sense now."""
    who: dict[str, Any] = {"actor": actor, "case_id": case_id, "at": at}
    page = cases.case_view(SYSTEM, Case.objects.get(pk=case_id).reference, at)
    newest, unit_id = page.round, bureau.unit(unit)
    until = (newest.due_at or at) + timedelta(days=3)
    return {
        Act.DISPATCH: lambda: cases.perform([cases.Dispatch(unit_id=unit_id, **who)]),
        Act.TRANSFER: lambda: cases.transfer(unit_id=unit_id, reason="", **who),
        Act.SIGN_FOR: lambda: cases.sign_for(**who),
        Act.ASK_RETURN: lambda: cases.ask_return(reason="不归我们", **who),
        Act.APPROVE_RETURN: lambda: cases.approve_return(
            reason="", unit_id=None if unit == "bureau" else unit_id, **who
        ),
        Act.REFUSE_RETURN: lambda: cases.refuse_return(reason="归你们", **who),
        Act.ASSIGN: lambda: cases.assign(handler_post_id=bureau.post("east-1-handler-2"), **who),
        Act.LOG_CONTACT: lambda: cases.log_contact(by=ContactBy.PHONE, reached=True, text="已联系", **who),
        Act.NOTE: lambda: cases.write_note(text="备注", **who),
        Act.ASK_RESIDENT: lambda: cases.ask_resident(question="哪里？", **who),
        Act.ADD: lambda: cases.add_to_case(text="补充", **who),
        Act.ASK_EXTENSION: lambda: cases.ask_extension(until=until, reason="难", **who),
        Act.APPROVE_EXTENSION: lambda: cases.approve_extension(reason="", **who),
        Act.REFUSE_EXTENSION: lambda: cases.refuse_extension(reason="不行", **who),
        Act.ASK_ASSIST: lambda: cases.ask_assist(unit_id=unit_id, question="？", **who),
        Act.GIVE_ASSIST: lambda: cases.give_assist(text="已办", **who),
        Act.ANSWER: lambda: cases.answer_round(outcome=Outcome.SOLVED, text="已办", **who),
        Act.DISPUTE: lambda: cases.perform([cases.DisputeRound(**who)]),
        Act.CLOSE: lambda: cases.perform([cases.CloseRound(**who)]),
        Act.REOPEN: lambda: cases.perform([cases.ReopenRound(**who)]),
        Act.WITHDRAW: lambda: cases.withdraw_case(reason="", **who),
        Act.TAKE_OVER: lambda: cases.take_over(reason="", **who),
        Act.MARK_URGENT: lambda: cases.mark_urgent(urgent=not page.urgent, reason="", **who),
        Act.CORRECT: lambda: cases.correct_case(
            kind=Kind.DISPUTE if page.kind is not Kind.DISPUTE else Kind.TIP, **who
        ),
        Act.RECORD_ACCUSED: lambda: cases.record_accused(posts=(bureau.post("east-2-leader"),), **who),
        Act.SPLIT: lambda: cases.split_case(text="另一件", **who),
        Act.BUNDLE: lambda: cases.bundle_cases(
            actor=actor, case_ids=[case_id], title="一件事", at=at, bundle=None
        ),
        Act.UNBUNDLE: lambda: cases.leave_bundle(reason="", **who),
        Act.JOIN: lambda: cases.join_submissions(
            [
                cases.JoinSubmission(
                    submission=Reference(f"2026-JOIN-{page.version:04}"),
                    channel=Channel.SMS,
                    text="又说一遍",
                    rule=JoinRule.WORDS,
                    **who,
                )
            ]
        ),
        Act.SEPARATE: lambda: cases.separate_submission(
            submission=next((one.submission for one in cases.joined_to(case_id)), ""), reason="不同", **who
        ),
    }


def actor_of(bureau: Bureau, who: str, case_id: cases.CaseId) -> Actor:
    fixed = {"system": SYSTEM, "resident": Actor.resident(case_id)}
    return fixed.get(who) or bureau.actor(who)


def check(case: Case) -> None:
    """Check what has to be true of a case at any time."""
    page = cases.case_view(SYSTEM, case.reference, AT)
    edges = {(edge.state, edge.act, edge.to) for edge in lifecycle.EDGES}
    before: dict[int, RoundState] = {}
    for move in page.moves[1:]:
        assert move.from_state is not None
        assert (move.from_state, move.act, move.to_state) in edges
        if move.round_no in before:
            assert move.from_state is before[move.round_no], "the chain of states has no gap"
        before[move.round_no] = move.to_state
    assert page.version == len(page.moves) == len(ledger.lines_of(case.reference))
    assert page.is_open == (page.state in lifecycle.OPEN)
    assert page.joined == len(cases.joined_to(page.case_id))
    assert page.round.state is page.state
    assert all(row.state is RoundState.REOPENED for row in page.rounds[:-1])
    assert page.unit_id not in case.walled_units or page.state not in lifecycle.WITH_UNIT
    assert {row.unit_id for row in page.rounds if row.unit_id} <= set(case.scope_units)
    check_clocks(page)


def check_clocks(page: cases.CaseView) -> None:
    answer = page.clocks.get(ClockKind.ANSWER)
    if page.state in MUST_RUN:
        assert answer is not None
        assert answer.state is ClockState.RUNNING
        assert page.due_at == answer.due_at == page.round.due_at
    elif page.state is RoundState.ASKING:
        assert answer is not None
        assert answer.state is ClockState.PAUSED
    elif page.state is not RoundState.TRIAGE:
        assert page.due_at is None
        assert answer is None or answer.state is ClockState.STOPPED
    if not page.is_open:
        assert {clock.state for clock in page.clocks.values()} == {ClockState.STOPPED}


def tried(act: Callable[[], Any]) -> AnswerableError | None:
    try:
        with transaction.atomic():
            act()
    except AnswerableError as error:
        return error
    return None


def moments() -> Iterator[datetime]:
    at = AT
    while True:
        at += timedelta(hours=1)
        yield at


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS), st.sampled_from(UNITS)),
        min_size=5,
        max_size=18,
    )
)
def test_no_sequence_of_acts_breaks_a_case(bureau: Bureau, acts: list[tuple[str, Act, str]]) -> None:
    with transaction.atomic():
        case_id = prepared.a_dispatched_case(bureau)
        for (who, act, unit), at in zip(acts, moments(), strict=False):
            actor = actor_of(bureau, who, case_id)
            case = Case.objects.get(pk=case_id)
            allowed = _allowed(actor, case)
            before = (case.version, case.state)
            error = tried(stepper(bureau, actor, case_id, unit, at)[act])
            case = Case.objects.get(pk=case_id)
            if act not in allowed:
                assert error is not None, f"{who} may not {act} in {case.state}"
            if error is not None:
                assert (case.version, case.state) == before, "what fails leaves no trace"
            check(case)
        received = Case.objects.count()
        ended = Case.objects.filter(state__in=RoundState.ended_states()).count()
        assert received == Case.objects.filter(is_open=True).count() + ended
        transaction.set_rollback(True)


def _allowed(actor: Actor, case: Case) -> frozenset[Act]:
    try:
        return cases.case_view(actor, case.reference, AT).allowed_acts
    except AnswerableError:
        return frozenset()


def test_from_every_state_what_a_page_offers_is_done(bureau: Bureau) -> None:
    """The other way round: whoever is offered an act can do it."""
    roads: list[list[Act]] = [
        [],
        [Act.SIGN_FOR],
        [Act.ASK_RETURN],
        [Act.SIGN_FOR, Act.ASK_EXTENSION],
        [Act.SIGN_FOR, Act.ASK_RESIDENT],
        [Act.SIGN_FOR, Act.ASK_ASSIST],
        [Act.SIGN_FOR, Act.ANSWER],
        [Act.SIGN_FOR, Act.ANSWER, Act.DISPUTE],
        [Act.SIGN_FOR, Act.ANSWER, Act.CLOSE],
        [Act.BUNDLE],
    ]
    done = 0
    for road in roads:
        case_id = prepared.a_dispatched_case(bureau)
        for act, at in zip(road, moments(), strict=False):
            actor = bureau.actor("east-1-handler") if act is Act.SIGN_FOR else SYSTEM
            stepper(bureau, actor, case_id, "traffic-1", at)[act]()
        for who in PEOPLE[1:]:
            actor = actor_of(bureau, who, case_id)
            for act in sorted(_allowed(actor, Case.objects.get(pk=case_id))):
                unit = "east-2" if act is Act.TRANSFER else "west-1"
                with transaction.atomic():
                    error = tried(stepper(bureau, actor, case_id, unit, AT + timedelta(days=1))[act])
                    transaction.set_rollback(True)
                assert error is None, f"{who} was offered {act} after {road}: {error!r}"
                done += 1
    assert done > 200
