"""Set one special day, one rule, or the working week: forms judged by the rules of the set-up tables."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.deadlines.services.load_rulebook import (
    WEEKDAYS,
    load_calendar,
    load_clocks,
    load_workweek,
)
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.tables import LoadResult, Row, Table
from answerable.kernel.text import clean


@transaction.atomic
def save_day(*, actor: Actor, cells: Mapping[str, str], at: datetime) -> None:
    """Set a special day from `date,kind,name_zh,name_en`.

    Raises:
        Invalid: with every fault, each at the name of its field.
        NotPermitted: the actor may not set up the whole bureau.
    """
    _save(load_calendar, "day", actor, cells, at)


@transaction.atomic
def save_clock(*, actor: Actor, cells: Mapping[str, str], at: datetime) -> None:
    """Set the rule of a kind, topic and clock from the cells of `clocks.csv`.

    Raises:
        Invalid, NotPermitted: as for `save_day`.
    """
    _save(load_clocks, "clock", actor, cells, at)


@transaction.atomic
def save_week(*, actor: Actor, hours: Mapping[str, str], at: datetime) -> None:
    """Set the working week from weekdays (`mon` …) with hours such as `09:00-12:00, 13:30-17:30`.

    Raises:
        Invalid, NotPermitted: as for `save_day`; the fields are the weekdays.
    """
    rows = [
        Row(number, {"weekday": name, **_from_to(part)})
        for number, name in enumerate(WEEKDAYS)
        for part in clean(hours.get(name, "")).replace("，", ",").split(",")
        if part.strip()
    ]
    if not rows:
        raise Invalid([Fault("mon", _("Somebody has to work some time."))])
    table = Table("week", ("weekday", "start", "end"), rows)
    load_workweek(actor=actor, table=table, at=at)
    if table.faults:
        names = [(WEEKDAYS[int(fault.where.split(":")[1])], fault.sentence) for fault in table.faults]
        raise Invalid([Fault(name, sentence) for name, sentence in dict.fromkeys(names)])


def _from_to(part: str) -> dict[str, str]:
    start, _dash, end = part.strip().replace("–", "-").replace("：", ":").partition("-")
    return {"start": start.strip(), "end": end.strip()}


def _save(
    load: Callable[..., LoadResult], name: str, actor: Actor, cells: Mapping[str, str], at: datetime
) -> None:
    table = Table(name, tuple(cells), [Row(1, {column: clean(text) for column, text in cells.items()})])
    load(actor=actor, table=table, at=at)
    if table.faults:
        raise Invalid([Fault(fault.where.rpartition(":")[2], fault.sentence) for fault in table.faults])
