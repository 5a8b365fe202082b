"""Areas come as lists of names, as drawings, or as both, with those responsible for them."""

import json
from typing import Any

import pytest
from tests.contexts.organisation.tables import AREAS, AT, SYSTEM, UNITS, places, table

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import AreaView
from answerable.kernel.errors import Invalid
from answerable.kernel.tables import LoadResult

pytestmark = pytest.mark.django_db

SQUARE = {"type": "Polygon", "coordinates": [[[117, 31], [118, 31], [118, 32], [117, 32], [117, 31]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
SWAPPED = {"type": "Polygon", "coordinates": [[[31, 117], [31, 118], [32, 118], [32, 117], [31, 117]]]}


@pytest.fixture(autouse=True)
def _units() -> None:
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)


def load(text: str) -> tuple[LoadResult, list[str]]:
    given = table(text, "areas.csv")
    return organisation.load_areas(actor=SYSTEM, table=given, at=AT), places(given)


def area(code: str) -> AreaView:
    found = organisation.areas().by_code(code)
    assert found is not None
    return found


def responsible(code: str) -> set[str]:
    return {organisation.units().get(unit).code for unit in organisation.areas().units_for(area(code).id)}


def feature(code: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    named = {"code": code, "name_zh": "东区", "name_en": "East", **properties}
    return {"type": "Feature", "properties": named, "geometry": geometry}


def load_map(*features: Any) -> LoadResult:
    document = {"type": "FeatureCollection", "features": list(features)}
    return organisation.load_geojson(actor=SYSTEM, document=document, at=AT)


def test_areas_are_taken_and_taking_them_again_changes_nothing() -> None:
    assert load(AREAS) == (LoadResult(3, 0, 0), [])
    assert load(AREAS) == (LoadResult(0, 0, 3), [])
    assert responsible("east") == {"east", "traffic"}
    assert responsible("pine") == {"east-1"}


def test_who_is_responsible_is_what_the_file_says_and_no_more() -> None:
    load(AREAS)
    assert load(AREAS.replace("east|traffic", "traffic"))[0] == LoadResult(0, 1, 2)
    assert responsible("east") == {"traffic"}


def test_a_column_that_is_absent_leaves_what_is_there() -> None:
    load(AREAS)
    load_map(feature("east", SQUARE, parent="city"))
    assert load("code,parent,name_zh,name_en\neast,city,东城,East City\n")[0] == LoadResult(0, 1, 0)
    assert (area("east").names, area("east").geometry) == (("东区",), SQUARE)
    assert responsible("east") == {"east", "traffic"}


def test_every_fault_is_told_at_once_and_nothing_is_written() -> None:
    text = (
        "code,parent,name_zh,name_en,units\n"
        "a,b,甲,A,\nb,a,乙,B,\nc,nowhere,丙,C,nobody|east\na,,甲,A,\n d d,,丁,D,\ne,,,E,\n"
    )
    result, found = load(text)
    assert result == LoadResult(0, 0, 0)
    assert sorted(found) == ["2:parent", "3:parent", "4:parent", "4:units", "5:code", "6:code", "7:name_zh"]
    assert len(organisation.areas()) == 0


def test_a_map_is_taken_and_finds_points() -> None:
    assert load_map(feature("east", SQUARE, names=["东区", "东城"], units=["east"])) == LoadResult(1, 0, 0)
    assert load_map(feature("east", SQUARE, names=["东区", "东城"], units=["east"])) == LoadResult(0, 0, 1)
    found = organisation.areas().locate(31.5, 117.5)
    assert found is not None
    assert (found.code, found.names, responsible("east")) == ("east", ("东区", "东城"), {"east"})


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [1, 1]},
        BOW_TIE,
        SWAPPED,
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, None], [1, 1], [0, 0]]]},
        {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], SQUARE["coordinates"]]},
    ],
    ids=lambda geometry: json.dumps(geometry)[:40],
)
def test_a_drawing_that_is_no_area_is_told_by_the_number_of_its_feature(geometry: Any) -> None:
    with pytest.raises(Invalid) as error:
        load_map(feature("city", SQUARE), feature("east", geometry))
    assert [fault.where for fault in error.value.faults] == ["geojson:2:geometry"]
    assert len(organisation.areas()) == 0


@pytest.mark.parametrize("document", [None, [], {}, {"features": {}}, "x"])
def test_what_is_no_map_is_refused(document: object) -> None:
    with pytest.raises(Invalid):
        organisation.load_geojson(actor=SYSTEM, document=document, at=AT)


def test_a_map_with_odd_features_is_refused_with_each() -> None:
    with pytest.raises(Invalid) as error:
        load_map(7, {"properties": 5}, feature("east", SQUARE, parent=["x"]))
    lines = {fault.where.split(":")[1] for fault in error.value.faults}
    assert lines == {"1", "2", "3"}
