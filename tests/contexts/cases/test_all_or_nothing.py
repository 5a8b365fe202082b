"""An act is one transaction: case, clocks, journal and what is told of it stand together or not at all (ASVS 2.3.3)."""

from typing import NoReturn

import pytest
from django.db import connection

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome
from answerable.contexts.cases.services import batch

pytestmark = pytest.mark.django_db
TABLES = (
    "cases_case",
    "cases_round",
    "cases_move",
    "deadlines_clock",
    "deadlines_clockentry",
    "ledger_journalline",
    "ledger_chainhead",
    "messaging_outgoing",
    "messaging_notice",
    "review_invitation",
    "procrastinate_jobs",
)


def everything() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def fails(*_given: object) -> NoReturn:
    raise RuntimeError("the line broke")


@pytest.mark.parametrize("last", ["publish", "ledger.record_many"])
def test_what_fails_at_the_end_has_changed_nothing(monkeypatch: pytest.MonkeyPatch, last: str) -> None:
    bureau = given.a_bureau()
    case_id = given.a_handled_case(bureau)
    before = everything()
    if last == "publish":
        monkeypatch.setattr(batch, "publish", fails)
    else:
        monkeypatch.setattr(batch.ledger, "record_many", fails)
    with pytest.raises(RuntimeError, match="the line broke"):
        cases.answer_round(
            actor=bureau.actor("east-1-handler"),
            case_id=case_id,
            outcome=Outcome.SOLVED,
            text="已停工。",
            at=given.later(hours=1),
        )
    assert everything() == before
    monkeypatch.undo()
    cases.answer_round(
        actor=bureau.actor("east-1-handler"),
        case_id=case_id,
        outcome=Outcome.SOLVED,
        text="已停工。",
        at=given.later(hours=1),
    )
    changed = everything()
    for table in ("cases_case", "cases_move", "deadlines_clockentry", "ledger_journalline"):
        assert changed[table] != before[table], table
