"""Take over the weekly counts of an earlier system: without a past of some years no season can be told from news."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.contexts.cases import api as cases
from answerable.contexts.insight.levels import monday
from answerable.contexts.insight.models import WeekCount
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.rows import insert_rows
from answerable.kernel.tables import Table

COLUMNS = ("topic", "area", "week", "count")


class GivenCount(NamedTuple):
    """A count of an earlier system; `week` is any day of it, no area is the whole bureau."""

    topic_code: str
    area_id: int | None
    week: date
    cases: int


@transaction.atomic
def load_history(*, actor: Actor, counts: Iterable[GivenCount], at: datetime) -> int:
    """Keep given counts of weeks before the first case of ours, in place of those given before; return how many.

    Raises:
        Invalid: a week is not over, or cases of ours are counted in it.
    """
    organisation.require_bureau_setup(actor)
    rows: dict[tuple[date, str, int | None], int] = {}
    for one in counts:
        key = (monday(one.week), one.topic_code, one.area_id)
        rows[key] = rows.get(key, 0) + one.cases
    ours = WeekCount.objects.filter(given=False).order_by("week").values_list("week", flat=True).first()
    end = ours or monday(timezone.localdate(at))
    if late := [week for week, _topic, _area in rows if week >= end]:
        sentence = _("The week of %(week)s is counted here. Give the weeks before %(end)s.")
        raise Invalid([Fault("week", sentence % {"week": min(late), "end": end})])
    WeekCount.objects.filter(given=True).delete()
    made = [
        WeekCount(week=week, topic_code=topic, area_id=area, count=count, given=True)
        for (week, topic, area), count in rows.items()
        if count
    ]
    insert_rows(made)
    ledger.record(
        actor=actor, code="insight.history.loaded", at=at, internal={"weeks": len({key[0] for key in rows})}
    )
    return len(made)


def read_history(table: Table) -> list[GivenCount]:
    """Read a table of counts (topic, area, week, count).

    Raises:
        Invalid: with every fault and its line.
    """
    if not table.require(*COLUMNS) or table.faults:
        raise Invalid(table.faults)
    tree, areas = cases.topics(), organisation.areas()
    found, faults = [], []
    for row in table.rows:
        where = f"{table.name}:{row.line}"
        area = areas.by_code(row["area"]) if row["area"] else None
        if row["topic"] not in tree:
            faults.append(Fault(where, _("There is no topic %(code)s.") % {"code": row["topic"]}))
        elif row["area"] and area is None:
            faults.append(Fault(where, _("There is no area %(code)s.") % {"code": row["area"]}))
        else:
            try:
                week, count = date.fromisoformat(row["week"]), int(row["count"])
                if not 0 <= count < 2**31:
                    raise ValueError
            except ValueError:
                faults.append(Fault(where, _("Write a day such as 2025-03-10, and a count of 0 or more.")))
            else:
                found.append(GivenCount(row["topic"], area.id if area else None, week, count))
    if faults:
        raise Invalid(faults)
    return found
