"""A case on its way: opened, dispatched, signed for, handled, answered, contested, reopened, closed."""

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, ContactBy, Kind, Outcome, RoundState
from answerable.contexts.cases.models import Case, Move, Round
from answerable.contexts.deadlines.api import ClockKind, ClockState
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from given import AT, SYSTEM, Bureau, later, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def view(case_id: int) -> cases.CaseView:
    return cases.case_view(SYSTEM, Case.objects.get(pk=case_id).reference, AT)


def test_an_opened_case_waits_at_the_bureaus_desk(bureau: Bureau) -> None:
    page = view(given.a_case(bureau))
    assert (page.state, page.desk_unit_id, page.unit_id) == (RoundState.TRIAGE, bureau.unit("bureau"), None)
    assert set(page.clocks) == {ClockKind.ACKNOWLEDGE, ClockKind.CLOSE}
    assert page.due_at == page.clocks[ClockKind.ACKNOWLEDGE].due_at
    assert [line.code for line in ledger.lines_of(page.reference)] == ["cases.case.opened"]


def test_dispatch_starts_the_clocks_and_says_why(bureau: Bureau) -> None:
    page = view(given.a_dispatched_case(bureau))
    assert (page.state, page.unit_id) == (RoundState.DISPATCHED, bureau.unit("east-1"))
    assert page.clocks[ClockKind.ACKNOWLEDGE].state is ClockState.STOPPED
    assert page.due_at == page.round.due_at == page.clocks[ClockKind.ANSWER].due_at == local(5, 18, 17, 30)
    assert "5个工作日" in page.clocks[ClockKind.ANSWER].why_zh
    line = ledger.lines_of(page.reference)[-1]
    assert line.pub is not None
    assert (line.code, line.pub["unit"], line.pub["due"]) == (
        "cases.round.dispatched",
        "east-1",
        "2026-05-18T09:30:00Z",
    )


def test_a_handler_who_signs_becomes_the_handler(bureau: Bureau) -> None:
    page = view(given.a_handled_case(bureau))
    assert (page.state, page.handler_post_id) == (RoundState.HANDLING, bureau.post("east-1-handler"))
    assert page.clocks[ClockKind.SIGN_FOR].state is ClockState.STOPPED
    assert page.clocks[ClockKind.ANSWER].state is ClockState.RUNNING


def test_reaching_the_resident_stops_the_clock_of_first_contact(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    handler = bureau.actor("east-1-handler")
    cases.log_contact(
        actor=handler, case_id=case_id, by=ContactBy.PHONE, reached=False, text="无人接听", at=later(hours=1)
    )
    assert view(case_id).clocks[ClockKind.FIRST_CONTACT].state is ClockState.RUNNING
    cases.log_contact(
        actor=handler, case_id=case_id, by=ContactBy.PHONE, reached=True, text="已了解", at=later(hours=2)
    )
    assert view(case_id).clocks[ClockKind.FIRST_CONTACT].state is ClockState.STOPPED


def test_waiting_for_the_resident_moves_the_date(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    cases.ask_resident(
        actor=bureau.actor("east-1-handler"), case_id=case_id, question="是哪个工地？", at=local(5, 11, 14)
    )
    waiting = view(case_id)
    assert (waiting.state, waiting.due_at) == (RoundState.ASKING, None)
    assert waiting.clocks[ClockKind.ANSWER].state is ClockState.PAUSED
    cases.add_to_case(
        actor=Actor.resident(case_id), case_id=case_id, text="路口南边那个。", at=local(5, 12, 14)
    )
    going_on = view(case_id)
    assert (going_on.state, going_on.due_at) == (RoundState.HANDLING, local(5, 19, 17, 30))


def test_an_answer_ends_the_work_and_keeps_the_date_that_was_promised(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    page = view(case_id)
    assert (page.state, page.due_at, page.round.due_at) == (RoundState.ANSWERED, None, local(5, 18, 17, 30))
    assert (page.round.outcome, page.round.answer) == (Outcome.SOLVED, "工地已停止夜间施工。")
    assert page.clocks[ClockKind.ANSWER].state is ClockState.STOPPED
    assert page.clocks[ClockKind.CLOSE].state is ClockState.RUNNING
    line = ledger.lines_of(page.reference)[-1]
    assert line.pub is not None
    assert line.pub["in_time"] is True


def test_an_agent_answers_at_once(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, kind=Kind.CONSULTATION, topic_code="identity.card")
    agent = bureau.actor("agent")
    assert Act.ANSWER in cases.case_view(agent, view(case_id).reference, AT).allowed_acts
    cases.answer_round(
        actor=agent, case_id=case_id, outcome=Outcome.EXPLAINED, text="带户口簿即可。", at=later(minutes=2)
    )
    page = view(case_id)
    assert (page.state, page.unit_id) == (RoundState.ANSWERED, bureau.unit("bureau"))
    assert page.clocks[ClockKind.ACKNOWLEDGE].state is ClockState.STOPPED


def test_a_reopened_round_goes_one_level_up_with_clocks_of_its_own(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    first = view(case_id).round.round_id
    cases.dispute_round(actor=SYSTEM, round_id=first, reason="还是很吵", at=later(days=1))
    second = cases.reopen_round(actor=SYSTEM, round_id=first, reason="回访属实", at=later(days=2))
    page = view(case_id)
    assert (page.round.round_id, page.round.number, page.round_no) == (second, 2, 2)
    assert (page.state, page.unit_id) == (RoundState.DISPATCHED, bureau.unit("east"))
    assert page.rounds[0].state is RoundState.REOPENED
    assert page.rounds[0].answer
    assert {ClockKind.SIGN_FOR, ClockKind.FIRST_CONTACT, ClockKind.ANSWER, ClockKind.CLOSE} == set(
        page.clocks
    )
    assert page.due_at == local(5, 20, 17, 30)


def test_closing_ends_everything(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    cases.close_rounds(actor=SYSTEM, round_ids=[view(case_id).round.round_id], why="满意", at=later(days=1))
    page = view(case_id)
    assert (page.state, page.is_open) == (RoundState.CLOSED, False)
    assert {clock.state for clock in page.clocks.values()} == {ClockState.STOPPED}


def test_the_resident_withdraws(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    cases.withdraw_case(
        actor=Actor.resident(case_id), case_id=case_id, reason="已自行解决", at=later(hours=3)
    )
    page = view(case_id)
    assert (page.state, page.is_open, page.allowed_acts) == (RoundState.WITHDRAWN, False, frozenset())
    assert {clock.state for clock in page.clocks.values()} == {ClockState.STOPPED}


def test_every_act_is_one_row_and_one_line(bureau: Bureau) -> None:
    page = view(given.an_answered_case(bureau))
    assert [move.act for move in page.moves] == [Act.OPEN, Act.DISPATCH, Act.SIGN_FOR, Act.ANSWER]
    assert [move.number for move in page.moves] == [1, 2, 3, 4]
    assert page.version == 4
    assert len(ledger.lines_of(page.reference)) == 4
    assert Move.objects.count() == 4
    assert Round.objects.count() == 1
