"""What is exported is what can be imported."""

import json
from pathlib import Path

import pytest
from tests.contexts.organisation.tables import AREAS, AT, PEOPLE, SYSTEM, UNITS, table

from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import NotPermitted
from answerable.kernel.tables import Folder, Tables, open_tables, write_csv
from answerable.processes.export_setup import export_setup
from answerable.processes.set_up_bureau import set_up_bureau

pytestmark = pytest.mark.django_db
HOTLINE = Path(__file__).parents[2] / "examples/hotline-12345"


def written(folder: Path) -> Tables:
    folder.mkdir()
    for one in export_setup(SYSTEM, at=AT):
        (folder / f"{one.name}.csv").write_bytes(write_csv(one))
    return Folder.at(folder)


def test_an_exported_set_up_imported_again_changes_nothing(tmp_path: Path) -> None:
    set_up_bureau(actor=SYSTEM, tables=open_tables(HOTLINE), at=AT)
    loaded = set_up_bureau(actor=SYSTEM, tables=written(tmp_path / "out"), at=AT)
    assert {one.name.removesuffix(".csv") for one in loaded} >= {"units", "people", "topics", "templates"}
    for one in loaded:
        assert (one.result.created, one.result.changed) == (0, 0), one.name
        assert one.result.unchanged > 0


def test_drawings_phones_closed_units_and_roles_elsewhere_survive(tmp_path: Path) -> None:
    square = '{"type": "Polygon", "coordinates": [[[117, 31], [118, 31], [118, 32], [117, 31]]]}'
    units = UNITS.replace("name_en\n", "name_en,phone,active\n").replace(
        "Police\n", "Police,+86 000 1000,no\n"
    )
    organisation.load_units(actor=SYSTEM, table=table(units), at=AT)
    organisation.load_areas(actor=SYSTEM, table=table(AREAS), at=AT)
    drawn = [{"type": "Feature", "properties": properties(), "geometry": json.loads(square)}]
    organisation.load_geojson(actor=SYSTEM, document={"features": drawn}, at=AT)
    organisation.load_people(actor=SYSTEM, table=table(PEOPLE), at=AT)
    tables = written(tmp_path / "out")
    people, areas, exported = tables.get("people"), tables.get("areas"), tables.get("units")
    assert people is not None
    assert areas is not None
    assert exported is not None
    assert [row["roles"] for row in people.rows if row["username"] == "zheng"] == ["handler|leader@east"]
    assert [row["geometry"] for row in areas.rows if row["code"] == "pine"] == [square]
    assert [(row["phone"], row["active"]) for row in exported.rows if row["code"] == "traffic"] == [
        ("+86 000 1000", "no")
    ]
    assert "'+86 000 1000" in (tmp_path / "out" / "units.csv").read_text(encoding="utf-8-sig")


def properties() -> dict[str, str]:
    return {"code": "pine", "parent": "east", "name_zh": "松树街", "name_en": "Pine Street"}


def test_only_who_sets_up_the_bureau_takes_its_people_away() -> None:
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    with pytest.raises(NotPermitted):
        export_setup(Actor(kind=ActorKind.STAFF, name="x", post_id=1), at=AT)
