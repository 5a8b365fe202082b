"""How many cases came in each week, for whoever looks for what is unusual; nothing of a single case."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from answerable.contexts.cases.models import Case


class WeekCell(NamedTuple):
    """A week (its Monday), a topic, an area if one was found, and how many cases."""

    week: date
    topic_code: str
    area_id: int | None
    cases: int


def week_cells(since: date | None, until: date) -> list[WeekCell]:
    """Return the counts of cases received from a Monday (None: the first) to before another, outside of all walls.

    A case behind a wall is in no count, for a count that is one higher tells whom it complains of that it is there.
    """
    zone = timezone.get_default_timezone()
    rows = Case.objects.filter(
        received_at__lt=datetime.combine(until, time.min, zone), walled_persons=[], walled_units=[]
    ).exclude(topic_code="")
    if since is not None:
        rows = rows.filter(received_at__gte=datetime.combine(since, time.min, zone))
    counted = (
        rows.annotate(week=TruncWeek("received_at", tzinfo=zone))
        .order_by()
        .values_list("week", "topic_code", "area_id")
        .annotate(count=Count("id"))
    )
    return [WeekCell(week.date(), topic, area, count) for week, topic, area, count in counted]
