"""Draws the land: an outline, a river through it, districts on its banks, streets and neighbourhoods in them.

Small irregular cells (a Voronoi tessellation) are cut along the river and then gathered round seeds, level by level,
so that borders look grown, fit together without gaps, and never cross the water.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiPoint, Polygon, unary_union, voronoi_polygons
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

# Out at sea, where there is no city: nobody can take the map for a real one.
WEST, SOUTH = 126.00, 30.40
WIDTH, HEIGHT = 0.90, 0.70
DIGITS = 5

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Land:
    """The city's outline and, for each district and each street in it, the outlines of its neighbourhoods."""

    districts: tuple[tuple[tuple[BaseGeometry, ...], ...], ...]

    def district(self, number: int) -> BaseGeometry:
        return unary_union([part for street in self.districts[number] for part in street])

    def street(self, district: int, number: int) -> BaseGeometry:
        return unary_union(list(self.districts[district][number]))

    def city(self) -> BaseGeometry:
        return unary_union([self.district(number) for number in range(len(self.districts))])


def draw(
    centres: Sequence[tuple[float, float]], *, streets: int, neighbourhoods: int, cells: int, seed: int
) -> Land:
    """Divide the city into districts round the given centres, and those into streets and neighbourhoods."""
    chance = np.random.default_rng(seed)
    patches = _patches(cells, chance)
    middle = np.array([(p.centroid.x, p.centroid.y, _bank(p)) for p in patches])
    seats = np.array([(x, y, _side(x, y)) for x, y in centres])
    owners = _nearest(middle, seats)
    return Land(
        tuple(
            _divide(patches, middle, np.flatnonzero(owners == number), streets, neighbourhoods, chance)
            for number in range(len(centres))
        )
    )


def geojson(area: BaseGeometry) -> dict[str, object]:
    """Return an outline as a GeoJSON geometry in degrees, to about a metre."""
    return dict(mapping(shape(_rounded(mapping(area)))))


def _rounded(geometry: dict[str, object]) -> dict[str, object]:
    def walk(part: object) -> object:
        if isinstance(part, tuple | list) and part and isinstance(part[0], float | int):
            x, y = float(part[0]), float(part[1])
            return (round(WEST + x * WIDTH, DIGITS), round(SOUTH + y * HEIGHT, DIGITS))
        assert isinstance(part, tuple | list)
        return tuple(walk(piece) for piece in part)

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def _river(x: float) -> float:
    """The river's y at x: it enters in the west, bends twice and leaves in the east."""
    return 0.49 + 0.055 * sin(2 * pi * x * 1.15 + 0.4) + 0.02 * sin(2 * pi * x * 3.1)


def _side(x: float, y: float) -> float:
    # Far apart on the third axis: a cell is never nearest to a seat on the other bank.
    return 10.0 if y > _river(x) else 0.0


def _bank(patch: Polygon) -> float:
    inside = patch.representative_point()
    return _side(inside.x, inside.y)


def _outline() -> Polygon:
    edge = []
    for step in range(180):
        angle = 2 * pi * step / 180
        reach = 0.44 + 0.035 * sin(3 * angle + 1) + 0.025 * sin(5 * angle) + 0.012 * sin(11 * angle + 2)
        edge.append((0.5 + reach * cos(angle) * 1.08, 0.5 + reach * sin(angle)))
    return Polygon(edge)


def _patches(count: int, chance: np.random.Generator) -> list[Polygon]:
    """Return the cells, smaller towards the centre, cut along outline and river."""
    city = _outline()
    near = chance.normal((0.5, 0.5), (0.16, 0.15), size=(count // 2, 2))
    far = chance.uniform(0, 1, size=(count - count // 2, 2))
    sites = MultiPoint(np.vstack([near, far]))
    river = LineString([(x / 200, _river(x / 200)) for x in range(-20, 221)])
    banks = split(city, river).geoms
    found = []
    for cell in voronoi_polygons(sites, extend_to=city).geoms:
        for bank in banks:
            part = cell.intersection(bank)
            pieces = getattr(part, "geoms", [part])
            found += [piece for piece in pieces if isinstance(piece, Polygon) and piece.area > 1e-9]
    return found


def _nearest(points: Points, seats: Points) -> NDArray[np.intp]:
    gaps = ((points[:, None, :] - seats[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(gaps.argmin(axis=1), dtype=np.intp)


def _seats(points: Points, count: int, chance: np.random.Generator) -> Points:
    """Choose seats far from each other, then move each twice to the middle of what it gathers."""
    chosen = [int(chance.integers(len(points)))]
    for _ in range(count - 1):
        gaps = ((points[:, None, :] - points[chosen][None, :, :]) ** 2).sum(axis=2).min(axis=1)
        chosen.append(int(gaps.argmax()))
    seats = points[chosen].copy()
    for _ in range(2):
        owners = _nearest(points, seats)
        for number in range(count):
            if (owners == number).any():
                seats[number] = points[owners == number].mean(axis=0)
    return seats


def _divide(
    patches: Sequence[Polygon],
    middle: Points,
    mine: NDArray[np.intp],
    streets: int,
    neighbourhoods: int,
    chance: np.random.Generator,
) -> tuple[tuple[BaseGeometry, ...], ...]:
    made = []
    for group in _groups(middle, mine, streets, chance):
        parts = _groups(middle, group, min(neighbourhoods, len(group)), chance)
        made.append(tuple(unary_union([patches[i] for i in part]) for part in parts))
    return tuple(made)


def _groups(
    middle: Points, mine: NDArray[np.intp], count: int, chance: np.random.Generator
) -> list[NDArray[np.intp]]:
    points = middle[mine]
    owners = _nearest(points, _seats(points, count, chance))
    groups = [mine[owners == number] for number in range(count)]
    return [group for group in groups if len(group)]
