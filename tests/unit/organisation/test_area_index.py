"""Where a point lies, which places a text names, who is responsible."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.organisation.area_index import AreaIndex, AreaMatch, AreaView, Charge
from answerable.contexts.organisation.enums import UnitKind
from answerable.contexts.organisation.place_names import NameFinder, folded


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


CITY, LOTUS, SHORE, BRIDGE, STATION = 1, 2, 3, 4, 5


@pytest.fixture(scope="module")
def index() -> AreaIndex:
    return AreaIndex(
        [
            AreaView(CITY, "C", None, "云川市", "Yunchuan", (), box(0, 0, 10, 10)),
            AreaView(LOTUS, "L", CITY, "莲花区", "Lianhua District", ("莲花",), box(0, 0, 5, 10)),
            AreaView(SHORE, "S", CITY, "滨湖区", "Lakeshore", ("滨湖",), box(5, 0, 10, 10)),
            AreaView(BRIDGE, "L1", LOTUS, "石桥街道", "Shiqiao", ("望江东路", "人民路"), box(0, 0, 5, 5)),
            AreaView(STATION, "S1", SHORE, "站前街道", "Zhanqian", ("江东", "人民路", "3号桥"), None),
        ],
        [
            Charge(LOTUS, 20, UnitKind.TERRITORIAL),
            Charge(LOTUS, 21, UnitKind.POLICE_TYPE),
            Charge(BRIDGE, 40, UnitKind.TERRITORIAL),
        ],
    )


def test_a_point_lies_in_the_narrowest_area(index: AreaIndex) -> None:
    assert index.locate(lat=1, lon=1) == index.get(BRIDGE)
    assert index.locate(lat=8, lon=1) == index.get(LOTUS)
    assert index.locate(lat=1, lon=8) == index.get(SHORE)
    assert index.locate(lat=50, lon=50) is None


def test_the_longest_name_wins_and_is_told_first(index: AreaIndex) -> None:
    assert index.find("滨湖区望江东路有人斗殴") == [AreaMatch(BRIDGE, "望江东路"), AreaMatch(SHORE, "滨湖区")]


def test_a_shared_name_is_settled_by_the_area_named_beside_it(index: AreaIndex) -> None:
    assert {m.area_id for m in index.find("人民路停车难")} == {BRIDGE, STATION}
    assert [m.area_id for m in index.find("莲花区人民路停车难")] == [BRIDGE, LOTUS]


def test_latin_names_and_numbers_are_found_as_words(index: AreaIndex) -> None:
    assert [m.area_id for m in index.find("Noise in LIANHUA  district tonight")] == [LOTUS]
    assert index.find("Lakeshores") == []
    assert [m.area_id for m in index.find("3号桥上堵车")] == [STATION]
    assert index.find("13号桥上堵车") == []


def test_full_width_letters_are_read_like_narrow_ones(index: AreaIndex) -> None:
    assert [m.area_id for m in index.find("Ｓｈｉｑｉａｏ 停车")] == [BRIDGE]


def test_the_place_of_a_text_is_the_narrowest_area_that_fits_all_names(index: AreaIndex) -> None:
    assert index.place_of("云川市莲花区石桥街道") == index.get(BRIDGE)
    assert index.place_of("莲花和滨湖之间") == index.get(CITY)
    assert index.place_of("不知道在哪里") is None


def test_responsibility_is_asked_up_the_areas(index: AreaIndex) -> None:
    assert index.units_for(BRIDGE) == (40,)
    assert index.units_for(BRIDGE, UnitKind.POLICE_TYPE) == (21,)
    assert index.units_for(STATION) == ()
    assert index.areas_of(40) == (BRIDGE,)


def test_geojson_tells_codes_and_no_ids(index: AreaIndex) -> None:
    features = index.geojson()["features"]
    assert [f["properties"]["code"] for f in features] == ["C", "L", "S", "L1"]
    assert features[1]["properties"] == {
        "code": "L",
        "parent": "C",
        "name_zh": "莲花区",
        "name_en": "Lianhua District",
        "depth": 1,
    }


NAMES = st.lists(st.text("ab莲花 1路", min_size=1, max_size=5), max_size=12)


@given(NAMES, st.text("ab莲花 1路", max_size=30))
def test_names_are_found_as_a_plain_search_finds_them(names: list[str], text: str) -> None:
    words = {folded(name).strip() for name in names} - {""}
    text = folded(text)

    def stands_alone(word: str, at: int) -> bool:
        before, after = text[at - 1 : at] if at else "", text[at + len(word) : at + len(word) + 1]
        latin = set("ab1")
        return not (word[0] in latin and before in latin) and not (word[-1] in latin and after in latin)

    expected, at = [], 0
    while at < len(text):
        here = [w for w in words if text.startswith(w, at) and stands_alone(w, at)]
        best = max(here, key=len, default=None)
        if best is not None:
            expected.append((best, at))
        at += len(best) if best else 1
    assert [(m.name, m.start) for m in NameFinder(names).find(text)] == expected


def test_thousands_of_names_cost_little_more_than_a_few() -> None:
    finder = NameFinder(f"第{i}街区{i % 97}号院" for i in range(5000))
    text = "我们住在幸福小区，" * 20 + "第4321街区53号院旁边" + "夜里很吵。" * 20
    started = time.perf_counter()
    for _ in range(1000):
        found = list(finder.find(text))
    assert [m.name for m in found] == ["第4321街区53号院"]
    assert time.perf_counter() - started < 2
