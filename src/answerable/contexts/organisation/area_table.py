"""Areas as lines of a table: read, judged together with what is there, and written.

A file of areas, a map and a form for one area come down this same road.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation import cells, drawings
from answerable.contexts.organisation.models import Area, Jurisdiction, Unit
from answerable.contexts.organisation.placement import circles
from answerable.kernel.tables import LoadResult, Row, Table

FIELDS = ("parent_id", "name_zh", "name_en", "names", "geometry")


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: codes of areas."""

    lines: int = 0
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def result(self) -> LoadResult:
        created, changed = len(self.created), len(self.changed)
        return LoadResult(created, changed, self.lines - created - changed)


@dataclass(frozen=True, slots=True)
class _Line:
    """An area as the file wants it; what the file leaves open is None."""

    row: Row
    code: str
    parent: str
    name_zh: str
    name_en: str
    names: list[str] | None
    geometry: Mapping[str, Any] | None
    units: list[str] | None


def write_areas(table: Table) -> Written:
    """Make the named areas what the table says. Call it within `changing`.

    Faults are added to the table, and then nothing is written.
    """
    there = {area.code: area for area in Area.objects.all()}
    unit_ids = dict(Unit.objects.values_list("code", "id"))
    lines = _read(table, unit_ids)
    _check_parents(table, lines, there)
    return Written() if table.faults else _write(lines, there, unit_ids)


def _read(table: Table, unit_ids: Collection[str]) -> dict[str, _Line]:
    lines: dict[str, _Line] = {}
    seen: dict[str, int] = {}
    for row in table.rows:
        code = cells.code(table, row)
        name_zh, name_en = cells.name(table, row, "name_zh"), cells.name(table, row, "name_en")
        names, units = _names(table, row), _units(table, row, unit_ids)
        geometry = _geometry(table, row)
        if code is not None and cells.first_time(table, row, seen, code):
            lines[code] = _Line(row, code, row["parent"], name_zh, name_en, names, geometry, units)
    return lines


def _names(table: Table, row: Row) -> list[str] | None:
    if "names" not in table.columns:
        return None
    names = cells.parts(row["names"])
    if any(len(name) > cells.LONGEST_NAME for name in names):
        table.fault(row, "names", _("A name has at most 100 characters; separate names by |."))
    return names


def _units(table: Table, row: Row, unit_ids: Collection[str]) -> list[str] | None:
    if "units" not in table.columns:
        return None
    return [code for code in cells.parts(row["units"]) if cells.known(table, row, "units", code, unit_ids)]


def _geometry(table: Table, row: Row) -> Mapping[str, Any] | None:
    if not row["geometry"]:
        return None
    geometry, fault = drawings.read(row["geometry"])
    if fault:
        table.fault(row, "geometry", fault)
    return geometry


def _check_parents(table: Table, lines: Mapping[str, _Line], there: Mapping[str, Area]) -> None:
    codes = {area.pk: area.code for area in there.values()}
    parents = {code: codes.get(area.parent_id or 0, "") for code, area in there.items()}
    parents.update((code, line.parent) for code, line in lines.items())
    named = {row["code"] for row in table.rows}
    round_about = circles(parents)
    for code, line in lines.items():
        if line.parent and line.parent not in parents and line.parent not in named:
            table.fault(line.row, "parent", _("There is no area of this code."))
        elif code in round_about:
            table.fault(line.row, "parent", _("This area would lie within itself."))


def _write(lines: Mapping[str, _Line], there: dict[str, Area], unit_ids: Mapping[str, int]) -> Written:
    waiting = dict(lines)
    created: set[str] = set()
    changed: set[str] = set()
    while waiting:
        # Wide areas first: a layer needs the ids of the layer around it.
        layer = [line for line in waiting.values() if not line.parent or line.parent in there]
        new = []
        for line in layer:
            del waiting[line.code]
            area = there.get(line.code)
            if area is None:
                area = Area(code=line.code)
                new.append(area)
                created.add(line.code)
            if _apply(area, line, there):
                changed.add(line.code)
        Area.objects.bulk_create(new)
        there.update((area.code, area) for area in new)
    changed -= created
    Area.objects.bulk_update([there[code] for code in changed], FIELDS, batch_size=200)
    changed |= _charge(lines, there, unit_ids) - created
    return Written(len(lines), sorted(created), sorted(changed))


def _apply(area: Area, line: _Line, there: Mapping[str, Area]) -> bool:
    """Make the area what the line says; tell whether it was something else."""
    before = [getattr(area, field) for field in FIELDS]
    area.parent_id = there[line.parent].pk if line.parent else None
    area.name_zh, area.name_en = line.name_zh, line.name_en
    area.names = area.names if line.names is None else line.names
    area.geometry = area.geometry if line.geometry is None else line.geometry
    return before != [getattr(area, field) for field in FIELDS]


def _charge(lines: Mapping[str, _Line], there: Mapping[str, Area], unit_ids: Mapping[str, int]) -> set[str]:
    """Make the named units responsible, and no others; return the areas for which that is new."""
    before: dict[int, set[int]] = {}
    for area_id, unit_id in Jurisdiction.objects.values_list("area_id", "unit_id"):
        before.setdefault(area_id, set()).add(unit_id)
    changed = set()
    new = []
    for line in lines.values():
        if line.units is None:
            continue
        area_id = there[line.code].pk
        units = {unit_ids[code] for code in line.units}
        if units != before.get(area_id, set()):
            changed.add(line.code)
            Jurisdiction.objects.filter(area_id=area_id).exclude(unit_id__in=units).delete()
            new += [
                Jurisdiction(area_id=area_id, unit_id=unit_id)
                for unit_id in units - before.get(area_id, set())
            ]
    Jurisdiction.objects.bulk_create(new)
    return changed
