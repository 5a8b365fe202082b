"""Series at every level of topics and areas, and which of their alarms says best what happens.

One outbreak raises alarms on many levels: the street's, the district's, the bureau's; the topic's and its group's. One
warning is enough. An alarm gives way to one inside it that holds most of its excess (the narrower one says where), and
swallows those inside it when none does (the broader one says that it is everywhere).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# So much of an excess has to lie in one part of it for the part to explain the whole.
MOST = 0.7


class Node(NamedTuple):
    """A topic or group of topics, in an area; None is the whole bureau."""

    topic: str
    area: int | None


class Cell(NamedTuple):
    """A count: the number of the week from the first one on, the narrowest topic and area."""

    week: int
    topic: str
    area: int | None
    cases: int


def series_of(
    cells: Iterable[Cell],
    weeks: int,
    topic_line: Callable[[str], Sequence[str]],
    area_line: Callable[[int], Sequence[int]],
) -> dict[Node, Array]:
    """Return the counts of each node (weeks,), every cell counted once in each node around it."""
    found: dict[Node, Array] = defaultdict(lambda: np.zeros(weeks))
    for week, topic, area, cases in cells:
        areas: Sequence[int | None] = (None,) if area is None else (*area_line(area), None)
        for above in topic_line(topic):
            for around in areas:
                found[Node(above, around)][week] += cases
    return dict(found)


def telling(
    excesses: Mapping[Node, float],
    topic_line: Callable[[str], Sequence[str]],
    area_line: Callable[[int], Sequence[int]],
) -> list[Node]:
    """Return the nodes that say best what happens, of those that alarm, with their excess over what was expected."""

    def inside(inner: Node, outer: Node) -> bool:
        within = outer.area is None or (inner.area is not None and outer.area in area_line(inner.area))
        return inner != outer and within and outer.topic in topic_line(inner.topic)

    def breadth(node: Node) -> tuple[int, int, str]:
        depth = 0 if node.area is None else len(area_line(node.area))
        return depth + len(topic_line(node.topic)), depth, node.topic

    kept: list[Node] = []
    for node in sorted(excesses, key=breadth):
        if any(inside(node, outer) for outer in kept):
            continue
        if any(inside(part, node) and excesses[part] >= MOST * excesses[node] for part in excesses):
            continue
        kept.append(node)
    return kept
