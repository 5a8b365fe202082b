"""The demo city is whole: a map without gaps, a bureau without holes, and nobody who could exist."""

from collections import Counter
from functools import cache

import pytest
from shapely import unary_union
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from answerable.contexts.dispatch.domain.catalogue import Rule
from answerable.contexts.dispatch.domain.lint import Ground, findings
from answerable.contexts.organisation.enums import Level, Role, UnitKind
from answerable.interfaces.cli.demo.city.bureau import LOCAL
from answerable.interfaces.cli.demo.city.names import BRANCHES, STEMS
from answerable.interfaces.cli.demo.city.places import FULL, SMALL, Scale
from answerable.interfaces.cli.demo.city.tables import City, make_city
from answerable.interfaces.web.demo_logins import LOGINS, PASSWORD

both = pytest.mark.parametrize("scale", [FULL, SMALL], ids=["full", "small"])


@cache
def city(scale: Scale) -> City:
    return make_city(scale, seed=1)


def outline(geometry: object) -> BaseGeometry:
    return shape(geometry)


@both
def test_neighbourhoods_fit_together_without_gap_or_overlap(scale: Scale) -> None:
    whole = next(place for place in city(scale).places if place.depth == 0)
    parts = [outline(place.geometry).buffer(0) for place in city(scale).places if place.depth == 3]
    together = unary_union(parts)
    area = outline(whole.geometry).area
    assert together.symmetric_difference(outline(whole.geometry)).area < area * 1e-4
    assert sum(part.area for part in parts) == pytest.approx(together.area, rel=1e-4)


@both
def test_a_place_lies_in_its_parent_and_its_spots_in_it(scale: Scale) -> None:
    by_code = {place.code: place for place in city(scale).places}
    for place in by_code.values():
        if place.parent:
            around = outline(by_code[place.parent].geometry).buffer(1e-4)
            assert around.covers(outline(place.geometry)), place.code
        for spot in place.spots:
            assert outline(place.geometry).buffer(0.02).contains(outline(_point(spot.lon, spot.lat)))


def _point(x: float, y: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": (x, y)}


@both
def test_no_name_means_two_places_or_two_people(scale: Scale) -> None:
    names = [place.name.zh for place in city(scale).places]
    names += [spot.name for place in city(scale).places for spot in place.spots]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    people = [line.name for line in city(scale).staff]
    assert len(people) == len(set(people))


def test_nobody_is_called_like_a_person() -> None:
    assert all(line.name[1] in STEMS and line.name[2] in BRANCHES for line in city(FULL).staff)


def test_the_city_has_the_size_of_a_provincial_capital() -> None:
    units = city(FULL).units
    levels = Counter(unit.level for unit in units)
    branches = [unit for unit in units if unit.level == Level.BRANCH]
    assert levels[Level.BUREAU] == 1
    assert Counter(unit.kind for unit in branches) == {
        UnitKind.TERRITORIAL: 9,
        UnitKind.POLICE_TYPE: 11,
        UnitKind.DESK: 1,
    }
    assert 115 <= levels[Level.TEAM] <= 130
    assert 580 <= len(city(FULL).staff) <= 640


@both
def test_everything_named_in_the_set_up_exists(scale: Scale) -> None:
    made = city(scale)
    units = {unit.code for unit in made.units}
    places = {place.code for place in made.places}
    assert len(units) == len(made.units)
    assert all(unit.parent in units for unit in made.units if unit.parent)
    assert all(area in places for unit in made.units for area in unit.areas)
    assert all(rule.unit in units | {LOCAL} and rule.area in places | {"*"} for rule in made.catalogue)
    for line in made.staff:
        assert line.unit in units
        for role in line.roles.split("|"):
            name, _, where = role.partition("@")
            assert name in Role.values
            assert not where or where in units


@both
def test_every_demo_login_is_somebody_s(scale: Scale) -> None:
    there = {(line.username, line.unit, line.post_zh) for line in city(scale).staff}
    assert {(login.username, login.unit, login.post) for login in LOGINS} <= there
    assert len(PASSWORD) >= 15


@both
def test_every_street_has_a_station_and_every_unit_a_leader(scale: Scale) -> None:
    made = city(scale)
    charged = Counter(area for unit in made.units for area in unit.areas)
    assert all(charged[place.code] == 1 for place in made.places if place.depth == 2)
    led = {line.unit for line in made.staff if "leader" in line.roles}
    assert led == {unit.code for unit in made.units}


def test_no_rule_of_the_catalogue_is_dead_or_contradicted() -> None:
    made = city(FULL)
    areas = {place.code: number for number, place in enumerate(made.places, 1)}
    units = {unit.code: number for number, unit in enumerate(made.units, 1)}
    rules = [
        Rule(
            rule_id=number,
            priority=line.priority,
            topic=None if line.topic == "*" else line.topic,
            area_id=areas.get(line.area),
            kind=None if line.kind == "*" else line.kind,
            unit_id=units.get(line.unit),
        )
        for number, line in enumerate(made.catalogue, 1)
    ]
    topics = {line.topic for line in made.catalogue} - {"*"}
    parents = {topic: topic.rpartition(".")[0] or None for topic in topics}
    ground = Ground(
        topic_parents=parents,
        area_parents={areas[place.code]: areas.get(place.parent) for place in made.places},
        live_topics=frozenset(topics),
        live_units=frozenset(units.values()),
    )
    assert findings(rules, ground) == []


def test_the_same_seed_makes_the_same_city_and_another_seed_another() -> None:
    assert make_city(SMALL, seed=1) == city(SMALL)
    assert make_city(SMALL, seed=2) != city(SMALL)


@both
def test_two_of_the_logins_set_up_so_that_one_confirms_what_the_other_proposes(scale: Scale) -> None:
    set_up = {line.username for line in city(scale).staff if "setup" in line.roles.split("|")}
    assert len(set_up & {login.username for login in LOGINS}) == 2
