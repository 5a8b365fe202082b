"""How PostgreSQL finds calls, objections, figures and notices among many: never by reading a whole table."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

import given
from answerable.contexts.messaging import api as messaging
from answerable.contexts.review import api as review
from given import AT, Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]
ROUNDS = 20_000

# A year of life: nearly all is over; a hundred wait for a call, twenty objections for a decision.
FILL = """
INSERT INTO cases_case (reference, code_hash, channel, language, received_at, opened_at, title, text, kind, topic_code,
  sensitive, place, wants_answer, confidential, urgent, state, is_open, round_no, version, desk_unit_id, unit_id,
  answered_at, joined, extension_asked, assisting_units, scope_units, walled_persons, walled_units, search_grams)
SELECT '2026-' || left(n, 4) || '-' || right(n, 4), '', 'web', 'zh', at, at, 'x', 'x', 'complaint', '', '', '', true,
  false, false, CASE WHEN i <= 300 THEN 'disputed' ELSE 'closed' END, i <= 300, 1, 4, %(desk)s, %(unit)s, at, 0, false,
  '{}', ARRAY[%(desk)s, %(unit)s]::bigint[], '{}', '{}', '{}'
FROM (SELECT i, upper(lpad(to_hex(i), 8, '0')) AS n, %(at)s - i * interval '25 minutes' AS at
  FROM generate_series(1, %(count)s) i) s;
INSERT INTO cases_round (case_id, number, state, unit_id, dispatches, opened_at, answered_at, outcome, answer)
SELECT id, 1, state, unit_id, 1, received_at, received_at, 'solved', 'x' FROM cases_case;
INSERT INTO review_invitation (case_id, round_id, round_no, unit_id, code_digest, state, told, reminded, handled_since,
  made_at, expires_at)
SELECT c.id, r.id, 1, %(unit)s, sha256(c.reference::bytea), 'rated', true, true, c.received_at, c.received_at,
  c.received_at + interval '15 days'
FROM cases_case c JOIN cases_round r ON r.case_id = c.id;
INSERT INTO review_rating (invitation_id, satisfaction, resolved, comment, may_call, call_time, by_link, at)
SELECT id, 'dissatisfied', 'no', '', true, 'any', true, made_at FROM review_invitation;
INSERT INTO review_returnvisit (public_id, rating_id, case_id, round_id, handling_unit_id, state, opened_at, call_at,
  reason, reviewer_post_id, reviewer_unit_id, reviewer_person_id, concluded_at)
SELECT gen_random_uuid(), g.id, i.case_id, i.round_id, %(unit)s,
  CASE WHEN waits THEN 'waiting' ELSE 'refused' END, g.at, g.at, '', CASE WHEN NOT waits THEN %(post)s END,
  CASE WHEN NOT waits THEN %(desk)s END, CASE WHEN NOT waits THEN -1 END, CASE WHEN NOT waits THEN g.at END
FROM review_rating g JOIN review_invitation i ON i.id = g.invitation_id, LATERAL (SELECT i.id %% 200 = 0 AS waits) w;
INSERT INTO review_contest (public_id, visit_id, level_unit_id, state, text, at, reason, decided_at, decided_by_post_id)
SELECT gen_random_uuid(), id, %(desk)s, CASE WHEN n %% 1000 = 1 THEN 'open' ELSE 'rejected' END, 'x', opened_at, '',
  CASE WHEN n %% 1000 <> 1 THEN opened_at END, CASE WHEN n %% 1000 <> 1 THEN %(post)s END
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM review_returnvisit WHERE state = 'refused') v;
INSERT INTO messaging_notice (public_id, key, post_id, code, chain, params, at)
SELECT gen_random_uuid(), reference, CASE WHEN id %% 50 = 0 THEN %(reader)s ELSE %(post)s END, 'round.dispatched',
  reference, '{}', received_at FROM cases_case;
"""
TABLES = (
    "cases_case",
    "cases_round",
    "review_invitation",
    "review_rating",
    "review_returnvisit",
    "review_contest",
    "messaging_notice",
)


@pytest.fixture
def bureau() -> Bureau:
    bureau = given.a_bureau()
    facts = {
        "desk": bureau.unit("bureau"),
        "unit": bureau.unit("east-1"),
        "post": bureau.post("chief"),
        "reader": bureau.post("reviewer"),
        "at": AT,
        "count": ROUNDS,
    }
    with connection.cursor() as cursor:
        for statement in FILL.strip().split(";\n"):
            cursor.execute(statement.rstrip(";"), facts)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    return bureau


def plans(ask: Callable[[], object]) -> list[str]:
    """Return the plan of each statement that reads one of the tables."""
    found: list[str] = []

    def explain(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in TABLES):
            with connection.connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + sql, params)
                found.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        ask()
    return found


def test_no_queue_reads_a_whole_table(bureau: Bureau) -> None:
    reviewer, chief = bureau.actor("reviewer"), bureau.actor("chief")
    found = {
        "visits": lambda: review.visits(reviewer, at=AT),
        "contests": lambda: review.contests(chief, at=AT),
        "lapse": lambda: review.lapse_reviews(at=AT),
        "remind": lambda: review.remind_of_rating(at=AT),
        "notices": lambda: messaging.notices(reviewer, visible=set),
        "unread": lambda: messaging.unread_count(reviewer, visible=set),
    }
    assert len(review.visits(reviewer, at=AT)) == 50
    assert len(review.contests(chief, at=AT)) > 10
    for name, ask in found.items():
        seen = plans(ask)
        assert seen, name
        for plan in seen:
            assert not re.search(r"Seq Scan on (\w+)", plan), f"{name}:\n{plan}"


def test_figures_of_a_week_read_a_week(bureau: Bureau) -> None:
    chief, week = bureau.actor("chief"), timedelta(days=7)
    for plan in plans(lambda: review.figures(chief, bureau.unit("east-1"), start=AT - week, end=AT)):
        assert "Seq Scan on review_invitation" not in plan, plan
