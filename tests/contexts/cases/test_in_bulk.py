"""However many acts are given at once, they take as many statements as one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import ContactBy, Outcome
from answerable.kernel.actor import Actor
from given import AT, SYSTEM, later

pytestmark = pytest.mark.django_db


def statements(act: Callable[[], object]) -> int:
    """Count what was asked, without the numbers of the set-up, which stands in the same transaction only here."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum("version WHERE id = 1" not in query["sql"] for query in queries)


def test_thirty_acts_take_as_many_statements_as_one() -> None:
    bureau = given.a_bureau()
    handler = bureau.actor("east-1-handler")
    taken: list[list[int]] = []
    for count in (1, 30):
        ids: list[cases.CaseId] = []

        def opened(count: int = count, ids: list[cases.CaseId] = ids) -> None:
            ids += cases.open_cases(actor=SYSTEM, new=[given.new_case() for _ in range(count)], at=AT)

        def all_of(
            step: type[cases.Step], actor: Actor, ids: list[cases.CaseId] = ids, **facts: object
        ) -> int:
            steps = [step(actor=actor, case_id=case_id, at=later(hours=1), **facts) for case_id in ids]  # type: ignore[arg-type]
            return statements(lambda: cases.perform(steps))

        taken.append(
            [
                statements(opened),
                all_of(cases.Dispatch, SYSTEM, unit_id=bureau.unit("east-1")),
                all_of(cases.SignFor, handler),
                all_of(cases.LogContact, handler, by=ContactBy.PHONE, reached=True, text="已联系"),
                all_of(cases.AskResident, handler, question="哪里？"),
                all_of(cases.AddToCase, SYSTEM, text="南边"),
                all_of(cases.AnswerRound, handler, outcome=Outcome.SOLVED, text="已办"),
                all_of(cases.CloseRound, SYSTEM),
            ]
        )
    # The first time, what is kept in memory was read as well.
    assert all(many <= one for one, many in zip(*taken, strict=True)), taken
    assert max(taken[0]) <= 26
