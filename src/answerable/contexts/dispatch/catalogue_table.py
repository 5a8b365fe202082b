"""The catalogue as a table that people fill in: `priority,topic,area,kind,unit,note`.

`*` or nothing is any. The unit `@area` is the unit that is responsible for the case's own area.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.domain.catalogue import Rule
from answerable.contexts.organisation import api as organisation
from answerable.kernel.tables import Row, Table

COLUMNS = ("priority", "topic", "area", "kind", "unit")
OWN_UNIT = "@area"
_ANY = ("", "*")


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A line as it stands in the file, with its number there."""

    line: int
    priority: int
    topic: str
    area_id: int | None
    kind: str
    unit_id: int | None
    note: str = ""

    def rule(self, rule_id: int) -> Rule:
        return Rule(rule_id, self.priority, self.topic or None, self.area_id, self.kind or None, self.unit_id)


def read_lines(table: Table) -> list[CatalogueLine]:
    """Read a table; faults are added to it, and faulty lines are left out."""
    if not table.require(*COLUMNS):
        return []
    return [line for row in table.rows if (line := _line(table, row)) is not None]


def _line(table: Table, row: Row) -> CatalogueLine | None:
    faults = list(_faults(row))
    for column, sentence in faults:
        table.fault(row, column, sentence)
    if faults:
        return None
    area = organisation.areas().by_code(row["area"])
    unit = organisation.units().by_code(row["unit"])
    return CatalogueLine(
        line=row.line,
        priority=int(row["priority"]),
        topic=_named(row["topic"]),
        area_id=area.id if area else None,
        kind=_named(row["kind"]),
        unit_id=unit.id if unit else None,
        note=row["note"][:200],
    )


def _named(cell: str) -> str:
    return "" if cell in _ANY else cell


def _faults(row: Row) -> Iterator[tuple[str, object]]:
    if not (row["priority"].isascii() and row["priority"].isdigit() and len(row["priority"]) <= 6):
        yield "priority", _("Write a whole number; the lowest goes first.")
    if row["topic"] not in _ANY and row["topic"] not in cases.topics():
        yield "topic", _("There is no topic of this code.")
    if row["area"] not in _ANY and organisation.areas().by_code(row["area"]) is None:
        yield "area", _("There is no area of this code.")
    if row["kind"] not in _ANY and row["kind"] not in Kind.values:
        yield "kind", _("This is no kind of case.")
    unit = organisation.units().by_code(row["unit"])
    if row["unit"] != OWN_UNIT and unit is None:
        yield "unit", _("There is no unit of this code. Write @area for the unit responsible for the place.")
    elif unit is not None and not unit.active:
        yield "unit", _("This unit is closed.")
