"""How PostgreSQL finds what lists and search ask for: never by reading the whole table."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

import given
from answerable.config.lock.roles import Login
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel, Kind, RoundState, View
from answerable.contexts.cases.selectors.similar import _Frequencies
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from given import AT, Bureau, later
from given.roles import role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.near_db]
CASES = 20_000

# Most cases are closed, as in life; the words are pairs, some common and most rare.
FILL = """
INSERT INTO cases_case (
  reference, code_hash, channel, language, received_at, opened_at, title, text, kind, topic_code, sensitive, area_id,
  place, wants_answer, confidential, urgent, state, is_open, round_no, version, desk_unit_id, unit_id, handler_post_id,
  due_at, answered_at, closed_at, joined, extension_asked, assisting_units, scope_units, walled_persons, walled_units,
  search_grams
)
SELECT '2026-' || left(n, 4) || '-' || right(n, 4), '', 'hotline', 'zh', at, at, 'x', repeat('夜间施工', 20),
  'complaint', 'topic.' || i %% 90, '', NULL, '', true, false, i %% 200 = 0,
  state, state <> 'closed', 1, 4, %(desk)s, unit_id,
  CASE WHEN state = 'handling' THEN (%(posts)s)[1 + i %% %(post_count)s] END,
  CASE WHEN state <> 'closed' THEN %(at)s + (i %% 200 - 60) * interval '1 hour' END, NULL,
  CASE WHEN state = 'closed' THEN at + interval '5 days' END,
  0, i %% 400 = 20, '{}', ARRAY[%(desk)s, unit_id]::bigint[], '{}', '{}',
  ARRAY(SELECT chr(19968 + ((i * k * 31) %% (7 + 40 * k))) || chr(19968 + (i * 17 + k) %% 90)
    FROM generate_series(1, 30) k)
FROM (
  SELECT i, upper(lpad(to_hex(i), 8, '0')) AS n, %(at)s - i * interval '20 minutes' AS at,
    (%(units)s)[1 + i %% %(unit_count)s] AS unit_id,
    CASE WHEN i > 1200 THEN 'closed' WHEN i %% 10 < 6 THEN 'handling' WHEN i %% 10 = 6 THEN 'returning'
      WHEN i %% 10 = 7 THEN 'dispatched' ELSE 'asking' END AS state
  FROM generate_series(1, %(count)s) i
) s
"""


@pytest.fixture
def bureau() -> Bureau:
    bureau = given.a_bureau()
    units = [bureau.unit(code) for code in ("east-1", "east-2", "west-1", "traffic-1")]
    posts = [bureau.post(name) for name in ("east-1-handler", "east-2-handler", "west-1-handler")]
    facts = {
        "desk": bureau.unit("bureau"),
        "units": units,
        "unit_count": len(units),
        "posts": posts,
        "post_count": len(posts),
        "at": AT,
        "count": CASES,
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, facts)
        # Also flushes what waits beside the index of words, as the house does by itself after a while.
        cursor.execute("VACUUM (ANALYZE) cases_case")
    return bureau


def plans(ask: Callable[[], object]) -> list[str]:
    """Return the plan of each statement that reads cases."""
    found: list[str] = []

    def explain(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        if sql.startswith("SELECT") and '"cases_case"' in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + sql, params)
                found.append("\n".join(row[0] for row in cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        ask()
    return found


def asked(actor: Actor, bureau: Bureau) -> dict[str, Callable[[], object]]:
    def listed(**wanted: object) -> Callable[[], object]:
        narrowed = cases.CaseFilter(**wanted)  # type: ignore[arg-type]
        return lambda: (
            cases.list_cases(actor, narrowed, AT),
            cases.list_cases(actor, narrowed, AT, with_count=False),
        )

    return {
        **{f"view {view}": listed(view=view) for view in View},
        "search": listed(text="一丁"),
        "search with a view": listed(view=View.OPEN, text="一丁"),
        "unit": listed(unit_id=bureau.unit("east-1")),
        "topic": listed(topic_code="topic.5"),
        "kind that nobody has": listed(kinds=(Kind.PRAISE,)),
        "channel that nobody uses": listed(channels=(Channel.VISIT,)),
        "state": listed(states=(RoundState.WITHDRAWN,)),
        "urgent": listed(urgent=True),
        "handler": listed(handler_post_id=bureau.post("east-1-handler")),
        "area": listed(area_id=bureau.area("pine")),
        "period": listed(received_from=AT - timedelta(days=3), received_until=AT),
        "similar": lambda: cases.similar_cases(actor, "一丁丂七丄", None, later(hours=1)),
        "page": lambda: cases.visible_references(actor, ["2026-0000-0007"]),
    }


def test_no_list_reads_the_whole_table(bureau: Bureau) -> None:
    seen = 0
    for who in ("chief", "dispatcher", "agent", "east-leader", "east-1-handler"):
        for name, ask in asked(bureau.actor(who), bureau).items():
            for plan in plans(ask):
                assert "Seq Scan on cases_case" not in plan, f"{who}, {name}:\n{plan}"
                seen += 1
    assert seen > 100


def test_the_web_server_knows_which_words_are_common(bureau: Bureau) -> None:
    """Whoever sees few cases compares with the words of all of them; what a wall hides counts for nobody."""
    handler = bureau.actor("east-1-handler")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET search_grams = search_grams || '{常见}'::text[] WHERE id % 2 = 1"
        )
        cursor.execute(
            "UPDATE cases_case SET search_grams = search_grams || '{藏住}'::text[], walled_units = ARRAY[id]"
            " WHERE id % 2 = 0"
        )
    with role(Login.WEB), row_security.within(cases.row_scope(handler)):
        known = _Frequencies().get()
    assert known == {"常见": 1.0}
    assert known == _Frequencies().get()
