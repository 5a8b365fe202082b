"""The city's areas: four levels from the city down to neighbourhoods, with the names people use for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from answerable.interfaces.cli.demo.city.land import draw, geojson
from answerable.interfaces.cli.demo.city.names import (
    CITY_EN,
    CITY_ZH,
    DISTRICTS,
    ESTATES,
    SPOTS,
    Name,
    Namer,
)

RURAL = {"hefeng", "jifeng"}
ROOT = "qingtang"


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the city is drawn."""

    districts: int
    streets: int
    neighbourhoods: int
    cells: int


FULL = Scale(districts=9, streets=9, neighbourhoods=4, cells=3000)
SMALL = Scale(districts=3, streets=2, neighbourhoods=2, cells=300)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place people name, with a point in it; the text names it, the point may be given or not."""

    name: str
    name_en: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the set-up; `depth` 0 is the city, 3 a neighbourhood. `spots` are what people call parts of it."""

    code: str
    parent: str
    depth: int
    name: Name
    geometry: Mapping[str, object]
    spots: tuple[Spot, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(spot.name for spot in self.spots)


def make_places(scale: Scale, seed: int) -> list[Place]:
    """Draw the city and name everything in it; wide areas come before narrow ones."""
    random = Random(f"places {seed}")
    namer = Namer(random)
    chosen = DISTRICTS[: scale.districts]
    land = draw(
        [(x, y) for *_, x, y in chosen],
        streets=scale.streets,
        neighbourhoods=scale.neighbourhoods,
        cells=scale.cells,
        seed=seed,
    )
    places = [Place(ROOT, "", 0, Name(CITY_ZH, f"{CITY_EN} City"), geojson(land.city()))]
    for number, (code, zh, en, *_) in enumerate(chosen):
        places.append(Place(code, ROOT, 1, Name(zh, en), geojson(land.district(number))))
        for street, parts in enumerate(land.districts[number]):
            pair = namer.next()
            street_code = f"{code}-{street + 1}"
            places.append(
                Place(
                    street_code,
                    code,
                    2,
                    _with(pair, *(("镇", "Town") if code in RURAL else ("街道", "Street"))),
                    geojson(land.street(number, street)),
                )
            )
            for part, outline in enumerate(parts):
                places.append(
                    _neighbourhood(f"{street_code}-{part + 1}", street_code, namer.next(), outline, random)
                )
    return places


def _with(pair: Name, zh: str, en: str) -> Name:
    return Name(pair.zh + zh, f"{pair.en} {en}")


def _neighbourhood(code: str, parent: str, pair: Name, outline: BaseGeometry, random: Random) -> Place:
    rural = parent.rpartition("-")[0] in RURAL
    kind = ("村", "Village") if rural else ("社区", "Community")
    geometry = geojson(outline)
    points = _points(geometry, random)
    named = [_with(pair, "路", "Road"), *(_with(pair, *e) for e in random.sample(ESTATES, 2))]
    named += [_with(pair, *s) for s in random.sample(SPOTS, 2)]
    spots = tuple(Spot(name.zh, name.en, *points[i % len(points)]) for i, name in enumerate(named))
    return Place(code, parent, 3, _with(pair, *kind), geometry, spots)


def _points(geometry: Mapping[str, object], random: Random) -> list[tuple[float, float]]:
    """Return points well inside: between the middle and the border."""
    outline = shape(geometry)
    heart = outline.representative_point()
    found = []
    for x, y in random.sample(list(_ring(outline)), 5):
        share = random.uniform(0.1, 0.6)
        lon, lat = heart.x + (x - heart.x) * share, heart.y + (y - heart.y) * share
        found.append((round(lat, 5), round(lon, 5)))
    return found


def _ring(outline: BaseGeometry) -> list[tuple[float, float]]:
    largest = max(getattr(outline, "geoms", [outline]), key=lambda part: float(part.area))
    return [(x, y) for x, y in largest.exterior.coords]
