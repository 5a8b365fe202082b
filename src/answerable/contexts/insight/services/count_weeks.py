"""Count the cases of whole weeks anew. Cases behind a wall are not counted: a count would tell that they are there."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from answerable.contexts.cases import api as cases
from answerable.contexts.insight.levels import WEEK, monday
from answerable.contexts.insight.models import WeekCount
from answerable.kernel.rows import insert_rows

# A case finds its topic within days; what is corrected later is found by counting all weeks anew.
AGAIN = 10


def count_weeks(*, at: datetime, weeks: int | None = AGAIN) -> date:
    """Count the last weeks that are over (None: all since the first case), and return the Monday of the newest."""
    this = monday(timezone.localdate(at))
    since = this - weeks * WEEK if weeks else None
    cells = cases.week_cells(since, this)
    counted = min((cell.week for cell in cells), default=None)
    since = since or counted
    with transaction.atomic():
        if since is not None:
            WeekCount.objects.filter(week__gte=since, week__lt=this, given=False).delete()
        given = set(
            WeekCount.objects.filter(given=True, week__gte=since or this).values_list("week", flat=True)
        )
        insert_rows(
            [
                WeekCount(week=cell.week, topic_code=cell.topic_code, area_id=cell.area_id, count=cell.cases)
                for cell in cells
                if cell.week not in given
            ]
        )
    return this - WEEK
