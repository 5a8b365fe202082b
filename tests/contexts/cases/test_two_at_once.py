"""Two people on one case, each in a connection of their own."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, Outcome, RoundState
from answerable.contexts.cases.models import Case
from answerable.contexts.ledger import api as ledger
from answerable.kernel.errors import Conflict, IllegalMove
from given import AT, SYSTEM, later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.near_db]


def together(*acts: Callable[[], object]) -> list[Exception | None]:
    """Run the acts at once and return what each raised."""
    start = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def test_of_two_answers_one_is_given_and_the_other_is_told() -> None:
    bureau = given.a_bureau()
    case_id = given.a_handled_case(bureau)
    version = Case.objects.get(pk=case_id).version
    raised = together(
        *(
            lambda who=who: cases.answer_round(  # type: ignore[misc]
                actor=bureau.actor(who),
                case_id=case_id,
                outcome=Outcome.SOLVED,
                text=f"{who}的答复",
                at=later(hours=1),
                expected_version=version,
            )
            for who in ("east-1-handler", "east-1-leader")
        )
    )
    assert sorted(error is None for error in raised) == [False, True]
    assert isinstance(next(error for error in raised if error), Conflict)
    page = cases.case_view(SYSTEM, Case.objects.get(pk=case_id).reference, AT)
    assert (page.state, [move.act for move in page.moves].count(Act.ANSWER)) == (RoundState.ANSWERED, 1)


def test_without_a_version_the_second_meets_the_new_state() -> None:
    bureau = given.a_bureau()
    case_id = given.a_dispatched_case(bureau)
    raised = together(
        *[lambda: cases.sign_for(actor=bureau.actor("east-1-handler"), case_id=case_id, at=later(hours=1))]
        * 3
    )
    assert sum(error is None for error in raised) == 1
    assert all(error is None or isinstance(error, IllegalMove) for error in raised)


def test_batches_that_share_cases_in_any_order_wait_and_never_deadlock() -> None:
    bureau = given.a_bureau()
    ids = [given.a_dispatched_case(bureau) for _ in range(12)]

    def note(order: list[cases.CaseId]) -> Callable[[], object]:
        return lambda: cases.perform(
            [
                cases.WriteNote(actor=SYSTEM, case_id=case_id, at=later(hours=1), text="备注")
                for case_id in order
            ]
        )

    raised = together(note(ids), note(ids[::-1]), note(ids[6:] + ids[:6]), note(ids[1::2]))
    assert raised == [None] * 4
    for case in Case.objects.all():
        numbers = list(case.moves.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, case.version + 1))
        assert [line.case_seq for line in ledger.lines_of(case.reference)] == numbers
