"""Calendar and rules as set-up tables: what `load_workweek`, `load_calendar` and `load_clocks` would take."""

from answerable.contexts.deadlines.models import CalendarDay, ClockRule, WorkInterval
from answerable.contexts.deadlines.services.load_rulebook import WEEKDAYS
from answerable.kernel.tables import Table, table_of

CLOCKS = ("kind", "topic", "clock", "amount", "unit", "extension_max", "why_zh", "why_en")


def workweek_table() -> Table:
    rows = WorkInterval.objects.order_by("weekday", "starts")
    return table_of(
        "workweek",
        ("weekday", "start", "end"),
        (
            {"weekday": WEEKDAYS[row.weekday], "start": f"{row.starts:%H:%M}", "end": f"{row.ends:%H:%M}"}
            for row in rows
        ),
    )


def calendar_table(year: int | None = None) -> Table:
    """Return the special days of a year, or all."""
    days = CalendarDay.objects.order_by("day")
    return table_of(
        "calendar",
        ("date", "kind", "name_zh", "name_en"),
        (
            {
                "date": day.day.isoformat(),
                "kind": "workday" if day.works else "holiday",
                "name_zh": day.name_zh,
                "name_en": day.name_en,
            }
            for day in (days if year is None else days.filter(day__year=year))
        ),
    )


def clocks_table() -> Table:
    rules = ClockRule.objects.order_by("kind", "topic", "id")
    return table_of(
        "clocks", CLOCKS, ({column: str(getattr(rule, column)) for column in CLOCKS} for rule in rules)
    )
