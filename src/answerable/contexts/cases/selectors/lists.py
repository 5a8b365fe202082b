"""Lists of cases and how many there are."""

from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.fields import CharField

from answerable.contexts.cases.enums import Sort, View
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.selectors import keyset
from answerable.contexts.cases.selectors.filters import condition, sort_of, view_condition
from answerable.contexts.cases.selectors.keyset import Place
from answerable.contexts.cases.selectors.rows import read_rows
from answerable.contexts.cases.views import CaseFilter, CasePage, CaseRow, ViewCount
from answerable.kernel.actor import Actor

PAGE = 50
# Whoever has a thousand of them does not count them; where it matters, the overview tells each unit's exactly.
COUNT_CAP = 1_000
# What the rail of the console counts; closed and all cases are counted by nobody.
COUNTED = (
    View.MINE,
    View.UNIT,
    View.OVERDUE,
    View.DUE_TODAY,
    View.TRIAGE,
    View.RETURNING,
    View.EXTENSION,
    View.ASSIST,
    View.DISPUTED,
    View.URGENT,
    View.OPEN,
)


def list_cases(
    actor: Actor,
    wanted: CaseFilter,
    at: datetime,
    *,
    cursor: str | None = None,
    limit: int = PAGE,
    with_count: bool = True,
) -> CasePage:
    """Return one page of a list, at most three statements however many cases there are."""
    cases = Case.objects.filter(visible(actor)).filter(condition(actor, wanted, at))
    after = Place.read(cursor)
    if sort_of(wanted) is Sort.DUE:
        rows = _by_deadline(cases, after, limit + 1)
        places = [Place(row.due_at, row.case_id) for row in rows]
        whole = cases.order_by("due_at", "pk")
    else:
        field = "closed_at" if wanted.view is View.CLOSED else "received_at"
        rows = read_rows(keyset.newest(cases, field, after)[: limit + 1])
        places = [Place(getattr(row, field), row.case_id) for row in rows]
        whole = keyset.newest(cases, field, None)
    following = places[limit - 1].write() if len(rows) > limit else None
    count = _capped(whole) if with_count else 0
    return CasePage(tuple(rows[:limit]), following, min(count, COUNT_CAP), count > COUNT_CAP)


def _by_deadline(cases: "QuerySet[Case]", after: Place | None, limit: int) -> list[CaseRow]:
    dated = keyset.dated(cases, after)
    rows = read_rows(dated[:limit]) if dated is not None else []
    if len(rows) < limit:
        rows += read_rows(keyset.undated(cases, after)[: limit - len(rows)])
    return rows


def _capped(ordered: "QuerySet[Case]") -> int:
    """Count in the order of the list: without one, the planner would rather begin to read the whole table."""
    return ordered[: COUNT_CAP + 1].count()


def count_by_view(actor: Actor, at: datetime) -> dict[View, ViewCount]:
    """Return how many cases each view of open work holds, in one statement; beyond the cap, that there are more."""
    scope = Case.objects.filter(visible(actor)).order_by("due_at", "pk")
    parts = [
        scope.filter(view_condition(actor, view, at))
        .annotate(view=Value(str(view), output_field=CharField()))
        .values("view")[: COUNT_CAP + 1]
        for view in COUNTED
    ]
    found = dict.fromkeys(COUNTED, ViewCount(0, False))
    compiled = [sql for part in parts if (sql := _sql_of(part)) is not None]
    if not compiled:
        return found
    union = " UNION ALL ".join(
        f"(SELECT view, count(*) FROM ({sql}) AS c GROUP BY view)"  # noqa: S608 - SQL of the ORM
        for sql, _ in compiled
    )
    with connection.cursor() as cursor:
        cursor.execute(union, [value for _, values in compiled for value in values])
        for view, count in cursor.fetchall():
            found[View(view)] = ViewCount(min(count, COUNT_CAP), count > COUNT_CAP)
    return found


def _sql_of(part: "QuerySet[Case, Any]") -> tuple[str, tuple[Any, ...]] | None:
    """Return the statement with its values; None where it can hold nothing, as for a post without that role."""
    try:
        return part.query.sql_with_params()
    except EmptyResultSet:
        return None
