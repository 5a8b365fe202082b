"""The levels of topics and areas as they stand now, and the counts on them."""

from collections.abc import Sequence
from datetime import date, timedelta

from answerable.contexts.cases import api as cases
from answerable.contexts.insight.domain.hierarchy import Array, Cell, Node, series_of
from answerable.contexts.insight.models import WeekCount
from answerable.contexts.organisation import api as organisation

WEEK = timedelta(days=7)
# A baseline looks back so far; older counts stay, for whoever draws them.
LONGEST = 5 * 52


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def topic_line(code: str) -> Sequence[str]:
    """Return a topic and its group; one that is not in the tree any more stands for itself."""
    return cases.topics().line(code) or (code,)


def area_line(area_id: int) -> Sequence[int]:
    """Return an area and those around it, without the outermost, which is the whole bureau."""
    return organisation.areas().line(area_id)[:-1]


def counted_until(week: date) -> tuple[date, dict[Node, Array]] | None:
    """Return the first week that is known, and the series of every node up to and with a week; None before any."""
    rows = list(
        WeekCount.objects.filter(week__gt=week - LONGEST * WEEK, week__lte=week).values_list(
            "week", "topic_code", "area_id", "count"
        )
    )
    if not rows:
        return None
    first = min(row[0] for row in rows)
    cells = (Cell((day - first) // WEEK, topic, area, count) for day, topic, area, count in rows)
    return first, series_of(cells, (week - first) // WEEK + 1, topic_line, area_line)
