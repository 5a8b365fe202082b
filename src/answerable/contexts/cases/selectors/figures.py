"""Counts for whoever keeps the house running; nothing of a single case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from answerable.contexts.cases.enums import RoundState
from answerable.contexts.cases.models import Case


@dataclass(frozen=True, slots=True)
class OpenCount:
    """How many cases stand in a state, and how many of them are past what is due next."""

    cases: int
    late: int


def open_counts(at: datetime) -> Mapping[RoundState, OpenCount]:
    """Return the open cases by state."""
    rows = (
        Case.objects.filter(is_open=True)
        .order_by()
        .values_list("state")
        .annotate(count=Count("id"), late=Count("id", filter=Q(due_at__lt=at)))
    )
    return {RoundState(state): OpenCount(count, late) for state, count, late in rows}
