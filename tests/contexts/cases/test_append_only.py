"""What happened to a case is never changed; erasure may blank words."""

import pytest
from django.db import DatabaseError, connection

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Accused, Move
from given import SYSTEM, later

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]


@pytest.fixture
def case_id() -> cases.CaseId:
    bureau = given.a_bureau()
    case_id = given.an_answered_case(bureau, accused=["west-leader"])
    cases.write_note(actor=SYSTEM, case_id=case_id, text="备注", at=later(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return case_id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_move SET words = '改过' WHERE act = 'note'",
        "UPDATE cases_move SET words = '', at = now()",
        "UPDATE cases_move SET to_state = 'closed'",
        "DELETE FROM cases_move",
        "TRUNCATE cases_move",
        "UPDATE cases_accused SET person_id = 1",
        "DELETE FROM cases_accused",
    ],
)
def test_the_database_refuses(case_id: cases.CaseId, statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(statement)


def test_words_may_be_blanked_and_the_act_stays(case_id: cases.CaseId) -> None:
    before = Move.objects.count()
    Move.objects.filter(case=case_id).update(words="")
    assert set(Move.objects.values_list("words", flat=True)) == {""}
    assert Move.objects.count() == before
    assert Accused.objects.count() == 1
