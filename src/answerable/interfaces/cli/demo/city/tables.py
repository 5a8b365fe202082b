"""The city in the form in which every bureau is set up."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from answerable.interfaces.cli.demo.city.bureau import RuleLine, UnitLine, make_catalogue, make_units
from answerable.interfaces.cli.demo.city.places import Place, Scale, make_places
from answerable.interfaces.cli.demo.city.staff import StaffLine, make_staff


@dataclass(frozen=True, slots=True)
class City:
    """Everything of the city that is set up before its life begins."""

    places: Sequence[Place]
    units: Sequence[UnitLine]
    staff: Sequence[StaffLine]
    catalogue: Sequence[RuleLine]

    def write(self, folder: Path, since: date) -> None:
        """Write the set-up files of the city into a folder, as an operator would write a bureau's.

        Everybody holds their post since the given day.
        """
        in_charge: dict[str, list[str]] = {}
        for unit in self.units:
            for area in unit.areas:
                in_charge.setdefault(area, []).append(unit.code)
        _write(
            folder / "units.csv",
            ("code", "parent", "level", "kind", "name_zh", "name_en"),
            [(u.code, u.parent, u.level, u.kind, u.name_zh, u.name_en) for u in self.units],
        )
        _write(
            folder / "areas.csv",
            ("code", "parent", "name_zh", "name_en", "names", "units"),
            [
                (
                    p.code,
                    p.parent,
                    p.name.zh,
                    p.name.en,
                    "|".join(p.names),
                    "|".join(in_charge.get(p.code, ())),
                )
                for p in self.places
            ],
        )
        _write(
            folder / "people.csv",
            ("username", "name", "post", "title_en", "unit", "roles", "starts_on"),
            [
                (s.username, s.name, s.post_zh, s.post_en, s.unit, s.roles, since.isoformat())
                for s in self.staff
            ],
        )
        _write(
            folder / "catalogue.csv",
            ("priority", "topic", "area", "kind", "unit", "note"),
            [(str(r.priority), r.topic, r.area, r.kind, r.unit, r.note) for r in self.catalogue],
        )
        document = {"type": "FeatureCollection", "features": [_feature(place) for place in self.places]}
        (folder / "areas.geojson").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def make_city(scale: Scale, seed: int) -> City:
    """Make the whole city; the same seed makes the same one."""
    places = make_places(scale, seed)
    units = make_units(places)
    return City(places, units, make_staff(units), make_catalogue(places))


def _feature(place: Place) -> dict[str, object]:
    properties = {
        "code": place.code,
        "parent": place.parent or None,
        "name_zh": place.name.zh,
        "name_en": place.name.en,
    }
    return {"type": "Feature", "properties": properties, "geometry": place.geometry}


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
