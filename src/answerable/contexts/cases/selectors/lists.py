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
    """Return one page of a list, at most four statements however many cases there are.

    Keys come first and wide columns for those alone that are shown: a search would else read the texts of all it finds.
    """
    cases = Case.objects.filter(visible(actor)).filter(condition(actor, wanted, at))
    after = Place.read(cursor)
    by_deadline = sort_of(wanted) is Sort.DUE
    field = "due_at" if by_deadline else "closed_at" if wanted.view is View.CLOSED else "received_at"
    whole = cases.order_by("due_at", "pk") if by_deadline else keyset.newest(cases, field, None)
    count = 0
    if with_count and after is None:
        keys = _keys(whole, max(COUNT_CAP, limit) + 1)
        count, keys = len(keys), keys[: limit + 1]
    else:
        keys = (
            _by_deadline(cases, after, limit + 1)
            if by_deadline
            else _keys(keyset.newest(cases, field, after), limit + 1)
        )
        count = _capped(whole) if with_count else 0
    shown = _shown(actor, keys[:limit])
    following = None
    if shown and len(keys) > limit:
        following = Place(getattr(shown[-1], field), shown[-1].case_id).write()
    return CasePage(tuple(shown), following, min(count, COUNT_CAP), count > COUNT_CAP)


def _shown(actor: Actor, keys: list[int]) -> list[CaseRow]:
    """Return the rows in the order of their keys, without those that a wall has gone up around in between."""
    rows = {int(row.case_id): row for row in read_rows(Case.objects.filter(visible(actor), pk__in=keys))}
    return [rows[key] for key in keys if key in rows]


def _keys(ordered: "QuerySet[Case]", most: int) -> list[int]:
    return list(ordered.values_list("pk", flat=True)[:most])


def _by_deadline(cases: "QuerySet[Case]", after: Place | None, most: int) -> list[int]:
    dated = keyset.dated(cases, after)
    keys = _keys(dated, most) if dated is not None else []
    if len(keys) < most:
        keys += _keys(keyset.undated(cases, after), most - len(keys))
    return keys


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
