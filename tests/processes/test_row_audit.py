"""Whoever changes a row as owner of the database is found out: the audit names the row, the field and the line."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome
from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.audit.rows import check_rows
from answerable.contexts.retention.enums import Basis
from answerable.contexts.review import api as review
from answerable.contexts.review.models import Rating
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.processes.erase_cases import erase_cases
from given import AT, Bureau, later

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setattr(settings, "ERASURE_LIST", tmp_path / "erasures" / "list.jsonl")
    return given.a_bureau()


def a_rated_case(bureau: Bureau, *, satisfied: bool) -> cases.CaseId:
    """Return a case that went the whole road: dispatched, signed, answered and rated."""
    case_id = given.a_handled_case(bureau)
    handler = bureau.actor("east-1-handler")
    cases.write_note(actor=handler, case_id=case_id, text="去过现场。", at=AT)
    cases.answer_round(
        actor=handler, case_id=case_id, outcome=Outcome.SOLVED, text="已经停工。", at=later(hours=1)
    )
    review.rate_round(
        case_id=case_id,
        satisfaction=review.Satisfaction.SATISFIED if satisfied else review.Satisfaction.DISSATISFIED,
        resolved=review.Resolved.YES if satisfied else review.Resolved.NO,
        comment="记下了。",
        at=later(hours=2),
    )
    return case_id


@pytest.fixture
def rated(bureau: Bureau) -> cases.CaseId:
    return a_rated_case(bureau, satisfied=False)


def as_owner(statement: str) -> None:
    """Do what only somebody can who owns the database: without triggers and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = origin")


def audited() -> Report:
    report = Report()
    with row_security.system("test"):
        check_rows(report)
    return report


def test_a_whole_road_is_told(rated: cases.CaseId) -> None:
    report = audited()
    assert report.differences == []
    assert report.rows > 20


@pytest.mark.parametrize(
    ("statement", "code", "where"),
    [
        (
            "UPDATE cases_round SET due_at = due_at + interval '9 days' WHERE due_at IS NOT NULL",
            "row_edited",
            "cases_round {round}, due_at",
        ),
        (
            "UPDATE deadlines_clock SET due_at = due_at + interval '9 days' WHERE clock = 'answer'",
            "row_edited",
            "deadlines_clock {clock}, due_at",
        ),
        (
            "UPDATE cases_round SET answer = '一切都好。'",
            "row_edited",
            "cases_round {round}, answer",
        ),
        (
            "UPDATE review_rating SET satisfaction = 'satisfied'",
            "row_edited",
            "review_rating {rating}, satisfaction",
        ),
        ("UPDATE cases_case SET text = '谢谢。'", "row_edited", "cases_case {case}, text"),
        ("UPDATE cases_case SET received_at = now()", "row_edited", "cases_case {case}, received_at"),
        ("DELETE FROM review_rating", "row_missing", "review_rating {rating}"),
        ("DELETE FROM cases_case", "row_missing", "cases_case {case}"),
        ("DELETE FROM cases_move WHERE act = 'note'", "row_missing", "cases_move {case}.{note}"),
        (
            "INSERT INTO review_rating SELECT id + 1000, satisfaction, resolved, comment, may_call, call_time,"
            " by_link, at, invitation_id + 1000 FROM review_rating",
            "row_unknown",
            "review_rating {forged}",
        ),
        (
            "UPDATE organisation_post SET unit_id = {other} WHERE id = {post}",
            "row_edited",
            "organisation_post {post}, unit_id",
        ),
        ("DELETE FROM organisation_grant WHERE id = {grant}", "row_missing", "organisation_grant {grant}"),
    ],
)  # fmt: skip
def test_what_an_owner_changes_is_named(
    bureau: Bureau, rated: cases.CaseId, statement: str, code: str, where: str
) -> None:
    names = _names(bureau, rated)
    for name, value in names.items():
        statement = statement.replace(f"{{{name}}}", str(value))
    as_owner(statement)
    found = [(one.code, one.where) for one in audited().differences]
    assert (code, where.format(**names)) in found


def test_it_says_what_stood_and_which_line_told_it(rated: cases.CaseId) -> None:
    as_owner("UPDATE review_rating SET satisfaction = 'satisfied'")
    [one] = audited().differences
    assert one.seen.startswith('"satisfied" instead of "dissatisfied"; last told by line ')
    assert "review.round.rated of 2026-" in one.seen


def test_an_erasure_is_no_difference_but_what_is_changed_after_it_is(bureau: Bureau) -> None:
    case_id = a_rated_case(bureau, satisfied=True)
    erase_cases(actor=Actor.system("retention"), case_ids=[case_id], basis=Basis.ORDER, at=later(days=2000))
    assert audited().differences == []
    as_owner("UPDATE review_rating SET satisfaction = 'dissatisfied', comment = '不好。'")
    rating = Rating.objects.get().pk
    assert {one.where for one in audited().differences} == {
        f"review_rating {rating}, {name}" for name in ("satisfaction", "comment")
    }


def _names(bureau: Bureau, case_id: cases.CaseId) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT id FROM cases_round), (SELECT id FROM deadlines_clock WHERE clock = 'answer'),"
            " (SELECT id FROM review_rating), (SELECT number FROM cases_move WHERE act = 'note'),"
            " (SELECT min(id) FROM organisation_grant), (SELECT min(id) FROM organisation_post)"
        )
        round_, clock, rating, note, grant, post = cursor.fetchone()
    return {
        "case": case_id, "round": round_, "clock": clock, "rating": rating, "note": note, "grant": grant,
        "post": post, "forged": rating + 1000, "other": bureau.unit("east-2"),
    }  # fmt: skip
