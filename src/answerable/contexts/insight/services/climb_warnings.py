"""Warnings at which nobody has looked climb to the bureau's leaders."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.contexts.insight.enums import WarningState
from answerable.contexts.insight.models import EarlyWarning
from answerable.contexts.insight.recipients import tell_leaders

WITHIN = timedelta(days=3)


@transaction.atomic
def climb_warnings(*, at: datetime) -> int:
    """Tell the leaders, once, of warnings that nobody took for three days; return how many."""
    rows = list(
        EarlyWarning.objects.select_for_update()
        .filter(state=WarningState.RAISED, climbed_at=None, raised_at__lte=at - WITHIN)
        .order_by("id")
    )
    EarlyWarning.objects.filter(id__in=[row.id for row in rows]).update(climbed_at=at)
    tell_leaders(rows, at=at)
    return len(rows)
