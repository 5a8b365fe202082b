"""Units as lines of a table: read, judged as one tree together with what is there, and written.

A file of units and a form for one of them come down this same road.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation import cells
from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.contexts.organisation.events import UnitClosed, UnitMoved
from answerable.contexts.organisation.models import Unit
from answerable.contexts.organisation.placement import Place, misplaced
from answerable.kernel.events import Event
from answerable.kernel.tables import LoadResult, Row, Table

LONGEST_PHONE = 40
FIELDS = ("parent_id", "level", "kind", "name_zh", "name_en", "phone", "position", "active")


@dataclass(slots=True)
class Written:
    """What was done: codes of units, and what the floors above should hear of."""

    lines: int = 0
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def result(self) -> LoadResult:
        created, changed = len(self.created), len(self.changed)
        return LoadResult(created, changed, self.lines - created - changed)


@dataclass(frozen=True, slots=True)
class _Line:
    """A unit as the file wants it; what it leaves open, or says so that it can't be read, is None."""

    row: Row
    code: str
    parent: str
    level: Level | None
    kind: UnitKind | None
    name_zh: str
    name_en: str
    phone: str | None
    position: int | None
    active: bool | None


def write_units(table: Table) -> Written:
    """Make the named units what the table says. Call it within `changing`.

    Faults are added to the table, and then nothing is written.
    """
    there = {unit.code: unit for unit in Unit.objects.all()}
    lines = _read(table)
    _check_places(table, lines, there)
    return Written() if table.faults else _write(lines, there)


def _read(table: Table) -> dict[str, _Line]:
    lines: dict[str, _Line] = {}
    seen: dict[str, int] = {}
    for row in table.rows:
        code = cells.code(table, row)
        level = cells.choice(table, row, "level", Level)
        kind = cells.choice(table, row, "kind", UnitKind)
        name_zh, name_en = cells.name(table, row, "name_zh"), cells.name(table, row, "name_en")
        phone, position = _phone(table, row), _position(table, row)
        active = cells.yes(table, row, "active")
        if code is None or not cells.first_time(table, row, seen, code):
            continue
        lines[code] = _Line(row, code, row["parent"], level, kind, name_zh, name_en, phone, position, active)
    return lines


def _phone(table: Table, row: Row) -> str | None:
    if "phone" not in table.columns:
        return None
    if len(row["phone"]) > LONGEST_PHONE:
        table.fault(row, "phone", _("A phone number has at most 40 characters."))
    return row["phone"]


def _position(table: Table, row: Row) -> int | None:
    if not row["position"]:
        return None
    if not row["position"].isdecimal() or len(row["position"]) > 9:
        table.fault(row, "position", _("Write a whole number."))
        return None
    return int(row["position"])


def _check_places(table: Table, lines: dict[str, _Line], there: dict[str, Unit]) -> None:
    """Note what would be no tree; a fault of a unit that the file does not name is told at its parent's line."""
    parents = {unit.pk: unit.code for unit in there.values()}
    places = {
        code: Place(parents.get(unit.parent_id or 0, ""), Level(unit.level), unit.active)
        for code, unit in there.items()
    }
    root = next((code for code, place in places.items() if not place.parent), None)
    for code, line in lines.items():
        before = there[code].active if code in there else True
        places[code] = Place(line.parent, line.level, before if line.active is None else line.active)
    for fault in misplaced(places, root):
        blamed = lines.get(fault.code) or lines.get(places[fault.code].parent)
        table.fault(blamed.row if blamed else 1, fault.column, fault.sentence)


def _write(lines: Mapping[str, _Line], there: dict[str, Unit]) -> Written:
    positions = {code: place for place, code in enumerate(lines)}
    waiting, changed = dict(lines), []
    written = Written(lines=len(lines))
    while waiting:
        # Parents first: a layer needs the ids of the layer above it.
        layer = [line for line in waiting.values() if not line.parent or line.parent in there]
        new = []
        for line in layer:
            del waiting[line.code]
            unit = there.get(line.code)
            if unit is None:
                unit = Unit(code=line.code, position=positions[line.code])
                _apply(unit, line, there)
                new.append(unit)
                continue
            before = (unit.parent_id, unit.active)
            if _apply(unit, line, there):
                changed.append(unit)
                written.events += _told(unit, *before)
        Unit.objects.bulk_create(new)
        there.update((unit.code, unit) for unit in new)
        written.created += [unit.code for unit in new]
    Unit.objects.bulk_update(changed, FIELDS)
    written.changed = [unit.code for unit in changed]
    return written


def _told(unit: Unit, parent_before: int | None, active_before: bool) -> list[Event]:
    events: list[Event] = []
    if unit.parent_id != parent_before:
        events.append(UnitMoved(unit.pk))
    if active_before and not unit.active:
        events.append(UnitClosed(unit.pk))
    return events


def _apply(unit: Unit, line: _Line, there: dict[str, Unit]) -> bool:
    """Make the unit what the line says; tell whether it was something else."""
    before = [getattr(unit, field) for field in FIELDS]
    unit.parent_id = there[line.parent].pk if line.parent else None
    unit.level, unit.kind = line.level or unit.level, line.kind or unit.kind
    unit.name_zh, unit.name_en = line.name_zh, line.name_en
    unit.phone = unit.phone if line.phone is None else line.phone
    unit.position = unit.position if line.position is None else line.position
    unit.active = unit.active if line.active is None else line.active
    return before != [getattr(unit, field) for field in FIELDS]
