"""A set-up is taken whole or not at all, and every fault of every table is told at once."""

from pathlib import Path

import pytest
from tests.contexts.organisation.tables import AREAS, AT, PEOPLE, SYSTEM, UNITS

from answerable.contexts.organisation import api as organisation
from answerable.kernel.errors import Invalid
from answerable.kernel.tables import Folder, LoadResult, open_tables
from answerable.processes.set_up_bureau import Loaded, set_up_bureau

pytestmark = pytest.mark.django_db
HOTLINE = Path(__file__).parents[2] / "examples/hotline-12345"
OWN = {"units": UNITS, "areas": AREAS, "people": PEOPLE}


def folder(tmp_path: Path, **tables: str) -> Folder:
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return Folder.at(tmp_path)


def faults(tables: Folder) -> list[str]:
    with pytest.raises(Invalid) as error:
        set_up_bureau(actor=SYSTEM, tables=tables, at=AT)
    return [fault.where for fault in error.value.faults]


def is_idempotent(loaded: list[Loaded]) -> bool:
    return all((one.result.created, one.result.changed) == (0, 0) for one in loaded)


def test_the_example_hotline_is_taken_and_taking_it_again_changes_nothing() -> None:
    first = set_up_bureau(actor=SYSTEM, tables=open_tables(HOTLINE), at=AT)
    assert all(one.result.created for one in first)
    assert is_idempotent(set_up_bureau(actor=SYSTEM, tables=open_tables(HOTLINE), at=AT))


def test_a_bureau_builds_on_the_shipped_set_up(tmp_path: Path) -> None:
    base = organisation.shipped_setup("china-police")
    loaded = set_up_bureau(actor=SYSTEM, tables=folder(tmp_path, **OWN), base=base, at=AT)
    created = {one.name: one.result.created for one in loaded}
    assert (created["units.csv"], created["people.csv"]) == (5, 3)
    assert created["calendar.csv"] > 80


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    tables = folder(tmp_path, **OWN)
    told = set_up_bureau(actor=SYSTEM, tables=tables, at=AT, dry_run=True)
    assert len(organisation.units()) == 0
    assert set_up_bureau(actor=SYSTEM, tables=tables, at=AT) == told
    assert len(organisation.units()) == 5


def test_every_fault_of_every_table_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    tables = folder(
        tmp_path,
        units=UNITS + "west,nowhere,branch,territorial,西区分局,West\n",
        areas=AREAS + "west,city,西区,West,西区,westwood\n",
        people=PEOPLE + "wang,王示例,民警,east-1,emperor\n",
        clocks="kind,topic,clock,amount,unit,extension_max,why_zh,why_en\n*,*,answer,soon,days,0,因为,Because\n",
        colours="a\n1\n",
    )
    assert faults(tables) == [
        "colours",
        "units.csv:7:parent",
        "areas.csv:5:units",
        "people.csv:5:roles",
        "clocks.csv:2:amount",
    ]
    assert len(organisation.units()) == 0
    assert len(organisation.areas()) == 0


def test_a_faulty_unit_does_not_make_all_people_faulty(tmp_path: Path) -> None:
    broken = UNITS.replace("traffic,bureau,branch,police_type", "traffic,bureau,branch,cavalry")
    assert faults(folder(tmp_path, units=broken, people=PEOPLE)) == ["units.csv:6:kind"]


def test_a_table_that_can_t_be_read_is_told_beside_the_others(tmp_path: Path) -> None:
    tables = folder(tmp_path, units="", people="username\nx\n")
    found = faults(tables)
    assert found[0] == "units.csv"
    assert "people.csv:1:roles" in found


def test_a_map_beside_the_tables_is_taken(tmp_path: Path) -> None:
    square = '{"type":"Polygon","coordinates":[[[117,31],[118,31],[118,32],[117,31]]]}'
    (tmp_path / "areas.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"east","parent":"city",'
        f'"name_zh":"东区","name_en":"East"}},"geometry":{square}}}]}}'
    )
    loaded = set_up_bureau(actor=SYSTEM, tables=folder(tmp_path, units=UNITS, areas=AREAS), at=AT)
    assert Loaded("areas.geojson", LoadResult(0, 1, 0)) in loaded
    (tmp_path / "areas.geojson").write_text("{")
    assert faults(Folder.at(tmp_path)) == ["areas.geojson"]


def test_a_deadline_for_what_does_not_exist_is_told(tmp_path: Path) -> None:
    clocks = "kind,topic,clock,amount,unit,extension_max,why_zh,why_en\ngrumble,nothing,answer,1,days,0,因为,Because\n"
    assert faults(folder(tmp_path, units=UNITS, clocks=clocks)) == ["clocks.csv:2:kind", "clocks.csv:2:topic"]


def test_an_empty_folder_is_no_set_up(tmp_path: Path) -> None:
    assert faults(Folder.at(tmp_path)) == ["set-up"]


def test_a_map_alone_is_taken(tmp_path: Path) -> None:
    feature = (
        '{"properties":{"code":"x","name_zh":"甲","name_en":"X"},"geometry":{"type":"Polygon","coordinates":'
    )
    feature += "[[[117,31],[118,31],[118,32],[117,31]]]}}"
    file = tmp_path / "city.geojson"
    file.write_text(f'{{"features":[{feature}]}}')
    set_up_bureau(actor=SYSTEM, tables=folder(tmp_path, units=UNITS), at=AT)
    assert set_up_bureau(actor=SYSTEM, tables=open_tables(file), at=AT) == [
        Loaded("areas.geojson", LoadResult(1, 0, 0))
    ]
