"""What was guessed or told wrongly is set right, as rows; a stale page is told so and loses nothing."""

from collections.abc import Callable

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind, Outcome, RoundState
from answerable.contexts.cases.errors import (
    IllegalMove,
    Invalid,
    StaleCase,
)
from answerable.contexts.cases.models import Case, Move
from answerable.contexts.organisation.models import Unit
from answerable.kernel.actor import Actor
from given import AT, SYSTEM, Bureau, later, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def view(case_id: int, actor: Actor = SYSTEM) -> cases.CaseView:
    return cases.case_view(actor, Case.objects.get(pk=case_id).reference, AT)


def test_corrections_are_rows_and_do_not_rewrite_the_promise(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    due = view(case_id).due_at
    handler = bureau.actor("east-1-handler")
    cases.correct_case(
        actor=handler, case_id=case_id, kind=Kind.CONSULTATION, topic_code="identity.card", at=later(hours=1)
    )
    cases.correct_case(actor=handler, case_id=case_id, place="橡树街八号", at=later(hours=2))
    page = view(case_id)
    assert (page.kind, page.topic_code, page.place, page.due_at) == (
        "consultation",
        "identity.card",
        "橡树街八号",
        due,
    )
    assert page.moves[-2].facts == {
        "topic": ["nuisance.night", "identity.card"],
        "kind": ["complaint", "consultation"],
    }
    assert page.moves[-1].facts == {"place": ["松树街", "橡树街八号"]}
    with pytest.raises(Invalid):
        cases.correct_case(actor=handler, case_id=case_id, topic_code="no.such", at=later(hours=3))


def test_nothing_to_correct_leaves_no_trace(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    before = view(case_id)
    cases.correct_case(actor=SYSTEM, case_id=case_id, kind=Kind.COMPLAINT, at=later(hours=1))
    cases.mark_urgent(actor=SYSTEM, case_id=case_id, urgent=False, reason="", at=later(hours=1))
    assert view(case_id) == before


def test_urgency_is_a_row(bureau: Bureau) -> None:
    case_id = given.a_case(bureau)
    cases.mark_urgent(
        actor=bureau.actor("agent"), case_id=case_id, urgent=True, reason="有人受伤", at=later(hours=1)
    )
    page = view(case_id)
    assert page.urgent
    assert page.moves[-1].facts == {"urgent": [False, True]}


def test_bundled_cases_keep_their_own_way(bureau: Bureau) -> None:
    first, second = given.a_case(bureau), given.a_dispatched_case(bureau)
    dispatcher = bureau.actor("dispatcher")
    public_id = cases.bundle_cases(actor=dispatcher, case_ids=[first, second], title="工地噪音", at=AT)
    third = given.a_case(bureau)
    cases.bundle_cases(actor=dispatcher, case_ids=[third], title="", at=AT, bundle=public_id)
    bundle = view(first, dispatcher).bundle
    assert bundle is not None
    assert {row.case_id for row in bundle.rows} == {first, second, third}
    assert {row.state for row in bundle.rows} == {RoundState.TRIAGE, RoundState.DISPATCHED}
    cases.leave_bundle(actor=dispatcher, case_id=third, reason="不是一件事", at=later(hours=1))
    assert view(third).bundle is None


def test_a_stale_page_is_told_so_and_loses_nothing(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    seen = view(case_id).version
    cases.add_to_case(actor=Actor.resident(case_id), case_id=case_id, text="又开始了", at=later(hours=1))
    handler = bureau.actor("east-1-handler")
    with pytest.raises(StaleCase):
        cases.answer_round(
            actor=handler,
            case_id=case_id,
            outcome=Outcome.SOLVED,
            text="已处理",
            at=later(hours=2),
            expected_version=seen,
        )
    page = view(case_id)
    assert (page.state, page.moves[-1].words) == (RoundState.HANDLING, "又开始了")
    cases.answer_round(
        actor=handler,
        case_id=case_id,
        outcome=Outcome.SOLVED,
        text="已处理",
        at=later(hours=2),
        expected_version=page.version,
    )


def test_an_answer_can_not_be_given_twice(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    with pytest.raises(IllegalMove):
        cases.answer_round(
            actor=bureau.actor("east-1-handler"),
            case_id=case_id,
            outcome=Outcome.SOLVED,
            text="再答一次",
            at=later(hours=2),
        )


@pytest.mark.parametrize(
    "act",
    [
        lambda **o: cases.write_note(text=" \u200b", **o),
        lambda **o: cases.ask_return(reason="", **o),
        lambda **o: cases.ask_resident(question="\n", **o),
        lambda **o: cases.answer_round(outcome=Outcome.SOLVED, text="", **o),
        lambda **o: cases.write_note(text="长" * 20_001, **o),
    ],
)
def test_empty_and_endless_words_are_refused(bureau: Bureau, act: Callable[..., None]) -> None:
    case_id = given.a_handled_case(bureau)
    before = view(case_id)
    with pytest.raises(Invalid):
        act(actor=bureau.actor("east-1-handler"), case_id=case_id, at=later(hours=1))
    assert view(case_id) == before


def test_in_bulk_one_failure_leaves_all_as_it_was(bureau: Bureau) -> None:
    good, bad = given.a_dispatched_case(bureau), given.an_answered_case(bureau)
    moves = Move.objects.count()
    with pytest.raises(IllegalMove):
        cases.perform(
            [cases.SignFor(actor=SYSTEM, case_id=case_id, at=later(hours=3)) for case_id in (good, bad)]
        )
    assert view(good).state is RoundState.DISPATCHED
    assert Move.objects.count() == moves


def test_a_whole_life_can_be_written_at_once(bureau: Bureau) -> None:
    """What the steps of one transaction write is what the same acts write one by one."""
    handler = bureau.actor("east-1-handler")
    at_once, singly = given.a_case(bureau), given.a_case(bureau)

    def steps(case_id: cases.CaseId) -> list[cases.Step]:
        return [
            cases.Dispatch(actor=SYSTEM, case_id=case_id, at=AT, unit_id=bureau.unit("east-1")),
            cases.SignFor(actor=handler, case_id=case_id, at=later(hours=1)),
            cases.AskResident(actor=handler, case_id=case_id, at=later(hours=2), question="哪里？"),
            cases.AddToCase(actor=Actor.resident(case_id), case_id=case_id, at=later(days=1), text="南边"),
            cases.AskExtension(
                actor=handler, case_id=case_id, at=later(days=2), until=local(5, 25), reason="须检测"
            ),
            cases.ApproveExtension(
                actor=bureau.actor("east-leader"), case_id=case_id, at=later(days=3), reason="同意"
            ),
            cases.AnswerRound(
                actor=handler, case_id=case_id, at=later(days=4), outcome=Outcome.PARTLY, text="部分解决"
            ),
            cases.DisputeRound(actor=SYSTEM, case_id=case_id, at=later(days=5), reason="没有解决"),
            cases.ReopenRound(actor=SYSTEM, case_id=case_id, at=later(days=6), reason="属实"),
        ]

    cases.perform(steps(at_once))
    for step in steps(singly):
        cases.perform([step])
    whole, single = view(at_once), view(singly)
    assert whole.clocks == single.clocks
    assert (whole.state, whole.due_at, whole.version) == (single.state, single.due_at, single.version)
    assert [move.act for move in whole.moves] == [move.act for move in single.moves]
    assert [(row.state, row.due_at, row.answer) for row in whole.rounds] == [
        (row.state, row.due_at, row.answer) for row in single.rounds
    ]
    assert Unit.objects.count() == 8
