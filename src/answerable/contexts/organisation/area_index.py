"""Areas as one immutable value: where a point lies, which places a text names, who is responsible."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from shapely import STRtree
from shapely.geometry import Point, shape

from answerable.contexts.organisation.enums import UnitKind
from answerable.contexts.organisation.place_names import NameFinder, folded
from answerable.contexts.organisation.tree import in_language
from answerable.kernel.errors import NotFound

Geometry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AreaView:
    """A part of the city. `code` may leave the house, `id` may not."""

    id: int
    code: str
    parent_id: int | None
    name_zh: str
    name_en: str
    names: tuple[str, ...] = ()
    geometry: Geometry | None = field(default=None, repr=False, compare=False)

    def name(self, language: str | None = None) -> str:
        return in_language(self.name_zh, self.name_en, language)


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """A place named by a text. A name that several areas share gives one match for each."""

    area_id: int
    matched_text: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A unit is responsible for an area."""

    area_id: int
    unit_id: int
    unit_kind: UnitKind


class AreaIndex:
    def __init__(self, areas: Iterable[AreaView], charges: Iterable[Charge] = ()) -> None:
        self._by_id: dict[int, AreaView] = {area.id: area for area in areas}
        self._by_code = {area.code: area for area in self._by_id.values()}
        self._charges: dict[int, list[Charge]] = defaultdict(list)
        for charge in charges:
            self._charges[charge.area_id].append(charge)
        self._lines = {area_id: self._climb(area_id) for area_id in self._by_id}

    def _climb(self, area_id: int) -> tuple[int, ...]:
        line: list[int] = []
        at: int | None = area_id
        while at is not None:
            line.append(at)
            at = self._by_id[at].parent_id
        return tuple(line)

    def __iter__(self) -> Iterator[AreaView]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, area_id: int) -> AreaView:
        """Return an area.

        Raises:
            NotFound: there is none of this id.
        """
        try:
            return self._by_id[area_id]
        except KeyError:
            raise NotFound from None

    def by_code(self, code: str) -> AreaView | None:
        return self._by_code.get(code)

    def line(self, area_id: int) -> tuple[int, ...]:
        """Return the area and all that contain it, the narrowest first; nothing for an unknown area."""
        return self._lines.get(area_id, ())

    def is_within(self, area_id: int, outer_id: int) -> bool:
        """Tell whether the first area is the second or part of it."""
        return outer_id in self.line(area_id)

    def name(self, area_id: int, language: str | None = None) -> str:
        return self.get(area_id).name(language)

    # Where a point lies.

    @cached_property
    def _shapes(self) -> tuple[STRtree, Sequence[int], Sequence[float]]:
        drawn = [area for area in self._by_id.values() if area.geometry]
        shapes = [shape(area.geometry) for area in drawn]
        return STRtree(shapes), [area.id for area in drawn], [outline.area for outline in shapes]

    def locate(self, lat: float, lon: float) -> AreaView | None:
        """Return the narrowest area whose outline contains the point (WGS 84 degrees)."""
        tree, ids, sizes = self._shapes
        hits = tree.query(Point(lon, lat), predicate="intersects")
        best = min(hits, key=lambda hit: (-len(self.line(ids[hit])), sizes[hit]), default=None)
        return None if best is None else self._by_id[ids[best]]

    # Which places a text names.

    @cached_property
    def _names(self) -> tuple[NameFinder, Mapping[str, Sequence[int]]]:
        owners: dict[str, list[int]] = defaultdict(list)
        for area in self._by_id.values():
            for name in {folded(n).strip() for n in (area.name_zh, area.name_en, *area.names)} - {""}:
                owners[name].append(area.id)
        return NameFinder(owners), owners

    def find(self, text: str) -> list[AreaMatch]:
        """Return the areas that a text names, the longest name first, each area once.

        Of areas that share a name, those within another area that the text names are kept alone.
        """
        finder, owners = self._names
        found = {match.name: owners[match.name] for match in finder.find(text)}
        sure = {ids[0] for ids in found.values() if len(ids) == 1}
        matches: dict[int, AreaMatch] = {}
        for name in sorted(found, key=lambda name: (-len(name), -self._depth(found[name]))):
            for area_id in self._supported(found[name], sure):
                matches.setdefault(area_id, AreaMatch(area_id, name))
        return list(matches.values())

    def _depth(self, ids: Sequence[int]) -> int:
        return max(len(self.line(area_id)) for area_id in ids)

    def _supported(self, ids: Sequence[int], sure: set[int]) -> Sequence[int]:
        if len(ids) == 1:
            return ids
        return [i for i in ids if not sure.isdisjoint(self.line(i))] or ids

    def place_of(self, text: str) -> AreaView | None:
        """Return the narrowest area that fits all places a text names; None if it names none.

        Two places in one district give the district; two districts give the city.
        """
        lines = [self.line(match.area_id) for match in self.find(text)]
        # Naming the district beside one of its streets adds nothing.
        ends = [line for line in lines if not any(line[0] in other[1:] for other in lines)]
        if not ends:
            return None
        shared = next((i for i in ends[0] if all(i in line for line in ends[1:])), None)
        return None if shared is None else self._by_id[shared]

    # Who is responsible.

    def units_for(self, area_id: int, kind: UnitKind | None = None) -> tuple[int, ...]:
        """Return the units responsible for the area, or else for the nearest area around it with any."""
        for part in self.line(area_id):
            units = [c.unit_id for c in self._charges.get(part, ()) if kind in (None, c.unit_kind)]
            if units:
                return tuple(units)
        return ()

    def units_of(self, area_id: int) -> tuple[int, ...]:
        """Return the units responsible for the area itself, whoever is for the area around it."""
        return tuple(charge.unit_id for charge in self._charges.get(area_id, ()))

    def areas_of(self, unit_id: int) -> tuple[int, ...]:
        """Return the areas that a unit itself is responsible for."""
        return tuple(a for a, charges in self._charges.items() if any(c.unit_id == unit_id for c in charges))

    def geojson(self) -> dict[str, Any]:
        """Return the drawn areas as a FeatureCollection (RFC 7946), wide areas before narrow ones."""
        drawn = sorted((a for a in self if a.geometry), key=lambda a: (len(self.line(a.id)), a.code))
        return {"type": "FeatureCollection", "features": [self._feature(area) for area in drawn]}

    def _feature(self, area: AreaView) -> dict[str, Any]:
        parent = None if area.parent_id is None else self._by_id[area.parent_id].code
        properties = {
            "code": area.code,
            "parent": parent,
            "name_zh": area.name_zh,
            "name_en": area.name_en,
            "depth": len(self.line(area.id)) - 1,
        }
        return {"type": "Feature", "properties": properties, "geometry": area.geometry}
