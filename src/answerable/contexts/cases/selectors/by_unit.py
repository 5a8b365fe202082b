"""How much open work each unit has."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from answerable.contexts.cases.enums import View
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.selectors.filters import view_condition
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """The open cases that a unit itself has, without those of the units below it."""

    unit_id: int
    count: int
    late: int
    due_today: int


def load_by_unit(actor: Actor, at: datetime) -> list[UnitLoad]:
    """Return the open work of each unit in reach that has any, in one statement; walls hold as in every list."""
    rows = (
        Case.objects.filter(visible(actor), is_open=True, unit__isnull=False)
        .order_by()
        .values("unit_id")
        .annotate(
            count=Count("id"),
            late=Count("id", filter=view_condition(actor, View.OVERDUE, at)),
            due_today=Count("id", filter=view_condition(actor, View.DUE_TODAY, at)),
        )
    )
    return [UnitLoad(row["unit_id"], row["count"], row["late"], row["due_today"]) for row in rows]
