"""Tell, once each, that half, most or all of a clock's time is gone."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.deadlines.enums import ClockKind, ClockState, WarningLevel
from answerable.contexts.deadlines.events import ClockWarned
from answerable.contexts.deadlines.models import Clock
from answerable.contexts.deadlines.services.recompute import next_warning
from answerable.kernel.events import publish

CHUNK = 500


@transaction.atomic
def warn_due_clocks(*, at: datetime) -> int:
    """Warn of a chunk of clocks whose next warning has come, and return how many; call again while it is full.

    After an outage only the strongest warning that applies is told.
    """
    clocks = list(
        Clock.objects.select_for_update(skip_locked=True)
        .filter(state=ClockState.RUNNING, warn_at__lte=at)
        .order_by("warn_at")[:CHUNK]
    )
    told = []
    for clock in clocks:
        level = _level(clock, at)
        clock.warned = level
        clock.warn_at = next_warning(clock)
        told.append(ClockWarned(clock.subject, ClockKind(clock.clock), level, clock.due_at, at))
    Clock.objects.bulk_update(clocks, ["warned", "warn_at"])
    publish(told)
    return len(clocks)


def _level(clock: Clock, at: datetime) -> WarningLevel:
    if at >= clock.due_at:
        return WarningLevel.OVERDUE
    return WarningLevel.MOST if at >= clock.most_at else WarningLevel.HALF
