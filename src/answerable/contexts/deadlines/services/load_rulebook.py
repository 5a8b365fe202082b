"""Take calendar and rules from set-up tables."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.deadlines.enums import ClockKind, TimeUnit
from answerable.contexts.deadlines.models import CalendarDay, ClockRule, WorkInterval
from answerable.contexts.deadlines.permissions import require_setup
from answerable.contexts.deadlines.rulebook import touch
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.tables import LoadResult, Row, Table

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@transaction.atomic
def load_workweek(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Replace the weekly pattern by `weekday,start,end` rows; faults are added to the table."""
    require_setup(actor)
    if not table.require("weekday", "start", "end"):
        return LoadResult(0, 0, 0)
    rows = list(_intervals(table))
    if table.faults:
        return LoadResult(0, 0, 0)
    before = set(WorkInterval.objects.values_list("weekday", "starts", "ends"))
    after = {(row.weekday, row.starts, row.ends) for row in rows}
    if before == after:
        return LoadResult(0, 0, len(after))
    WorkInterval.objects.all().delete()
    WorkInterval.objects.bulk_create(rows)
    return _changed(
        actor, "deadlines.workweek.set", LoadResult(len(after - before), len(before - after), 0), at
    )


def _intervals(table: Table) -> Iterator[WorkInterval]:
    taken: list[WorkInterval] = []
    for row in table.rows:
        interval = _interval(table, row)
        if interval is None:
            continue
        if any(
            one.weekday == interval.weekday and one.starts < interval.ends and interval.starts < one.ends
            for one in taken
        ):
            table.fault(row, "start", _("These hours overlap with others of the day."))
        taken.append(interval)
        yield interval


def _interval(table: Table, row: Row) -> WorkInterval | None:
    weekday = row["weekday"].casefold()[:3]
    number = WEEKDAYS.index(weekday) if weekday in WEEKDAYS else int(weekday) - 1 if weekday.isdigit() else -1
    if not 0 <= number <= 6:
        table.fault(row, "weekday", _("Write mon to sun, or 1 to 7."))
        return None
    try:
        starts, ends = time.fromisoformat(row["start"]), time.fromisoformat(row["end"])
    except ValueError:
        table.fault(row, "start", _("Write times as 09:00."))
        return None
    if starts >= ends:
        table.fault(row, "end", _("The end has to be later than the start."))
        return None
    return WorkInterval(weekday=number, starts=starts, ends=ends)


@transaction.atomic
def load_calendar(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set the special days of `date,kind,name_zh,name_en` rows; days that the table does not name stay."""
    require_setup(actor)
    if not table.require("date", "kind", "name_zh", "name_en"):
        return LoadResult(0, 0, 0)
    days = list(_days(table))
    if table.faults:
        return LoadResult(0, 0, 0)
    before = {day.day: (day.works, day.name_zh, day.name_en) for day in CalendarDay.objects.all()}
    new = [day for day in days if day.day not in before]
    changed = [
        day for day in days if day.day in before and before[day.day] != (day.works, day.name_zh, day.name_en)
    ]
    CalendarDay.objects.bulk_create(
        days,
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["works", "name_zh", "name_en"],
    )
    result = LoadResult(len(new), len(changed), len(days) - len(new) - len(changed))
    return _changed(actor, "deadlines.calendar.set", result, at)


def _days(table: Table) -> Iterator[CalendarDay]:
    seen: set[date] = set()
    for row in table.rows:
        try:
            day = date.fromisoformat(row["date"])
        except ValueError:
            table.fault(row, "date", _("Write dates as 2026-05-01."))
            continue
        if row["kind"] not in ("holiday", "workday"):
            table.fault(row, "kind", _("Write holiday or workday."))
        elif day in seen:
            table.fault(row, "date", _("This date stands here twice."))
        elif not row["name_zh"] or not row["name_en"]:
            table.fault(row, "name_zh", _("Give the name in both languages."))
        else:
            seen.add(day)
            yield CalendarDay(
                day=day, works=row["kind"] == "workday", name_zh=row["name_zh"], name_en=row["name_en"]
            )


@transaction.atomic
def load_clocks(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set the rules of `kind,topic,clock,amount,unit,extension_max,why_zh,why_en` rows; others stay."""
    require_setup(actor)
    if not table.require("kind", "topic", "clock", "amount", "unit", "why_zh", "why_en"):
        return LoadResult(0, 0, 0)
    rules = list(_rules(table))
    if table.faults:
        return LoadResult(0, 0, 0)
    columns = ("amount", "unit", "extension_max", "why_zh", "why_en")
    before = {
        (rule.kind, rule.topic, rule.clock): tuple(getattr(rule, column) for column in columns)
        for rule in ClockRule.objects.all()
    }
    new = [rule for rule in rules if (rule.kind, rule.topic, rule.clock) not in before]
    same = [
        rule
        for rule in rules
        if before.get((rule.kind, rule.topic, rule.clock))
        == tuple(getattr(rule, column) for column in columns)
    ]
    ClockRule.objects.bulk_create(
        rules,
        update_conflicts=True,
        unique_fields=["kind", "topic", "clock"],
        update_fields=list(columns),
    )
    result = LoadResult(len(new), len(rules) - len(new) - len(same), len(same))
    return _changed(actor, "deadlines.rules.set", result, at)


def _rules(table: Table) -> Iterator[ClockRule]:
    seen: set[tuple[str, str, str]] = set()
    for row in table.rows:
        key = (row["kind"] or "*", row["topic"] or "*", row["clock"])
        faults = [
            (row["clock"] not in ClockKind.values, "clock", _("This is no clock.")),
            (row["unit"] not in TimeUnit.values, "unit", _("This is no unit of time.")),
            (
                not row["amount"].isdigit() or int(row["amount"]) < 1,
                "amount",
                _("Write a whole number from 1."),
            ),
            (
                bool(row["extension_max"]) and not row["extension_max"].isdigit(),
                "extension_max",
                _("Write a number."),
            ),
            (
                not row["why_zh"] or not row["why_en"],
                "why_zh",
                _("Say in both languages where the time comes from."),
            ),
            (key in seen, "clock", _("There is a rule for this kind, topic and clock already.")),
        ]
        wrong = [(column, sentence) for is_wrong, column, sentence in faults if is_wrong]
        for column, sentence in wrong:
            table.fault(row, column, sentence)
        if wrong:
            continue
        seen.add(key)
        yield ClockRule(
            kind=key[0],
            topic=key[1],
            clock=key[2],
            amount=int(row["amount"]),
            unit=row["unit"],
            extension_max=int(row["extension_max"] or 0),
            why_zh=row["why_zh"],
            why_en=row["why_en"],
        )


def _changed(actor: Actor, code: str, result: LoadResult, at: datetime) -> LoadResult:
    if result.created or result.changed:
        touch()
        ledger.record(
            actor=actor, code=code, at=at, internal={"created": result.created, "changed": result.changed}
        )
    return result
