"""The tree of units as one immutable value, so that scope questions cost no statement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.kernel.errors import NotFound


def in_language(zh: str, en: str, language: str | None) -> str:
    """Return the Chinese or the English name; without a language, the reader's."""
    return en if (language or get_language() or "zh").startswith("en") and en else zh


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as everybody may see it. `code` may leave the house, `id` may not."""

    id: int
    code: str
    parent_id: int | None
    level: Level
    kind: UnitKind
    name_zh: str
    name_en: str
    phone: str = ""
    position: int = 0
    active: bool = True

    def name(self, language: str | None = None) -> str:
        return in_language(self.name_zh, self.name_en, language)


class UnitTree:
    """All units, closed ones too: old cases still belong to them."""

    __slots__ = ("_ancestors", "_by_code", "_by_id", "_children", "_subtrees")

    def __init__(self, units: Iterable[UnitView]) -> None:
        self._by_id: dict[int, UnitView] = {unit.id: unit for unit in units}
        self._by_code = {unit.code: unit for unit in self._by_id.values()}
        children: dict[int | None, list[int]] = defaultdict(list)
        for unit in sorted(self._by_id.values(), key=lambda unit: (unit.position, unit.code)):
            children[unit.parent_id].append(unit.id)
        self._children: Mapping[int | None, tuple[int, ...]] = {k: tuple(v) for k, v in children.items()}
        self._ancestors: dict[int, tuple[int, ...]] = {}
        order = self._descend()
        self._subtrees: dict[int, frozenset[int]] = {}
        for unit_id in reversed(order):
            below = (self._subtrees[child] for child in self._children.get(unit_id, ()))
            self._subtrees[unit_id] = frozenset((unit_id,)).union(*below)

    def _descend(self) -> list[int]:
        """Note each unit's ancestors, parents before children; return the units in that order."""
        order = list(self._children.get(None, ()))
        self._ancestors.update((unit_id, ()) for unit_id in order)
        for unit_id in order:
            line = (unit_id, *self._ancestors[unit_id])
            for child in self._children.get(unit_id, ()):
                self._ancestors[child] = line
                order.append(child)
        return order

    def __iter__(self) -> Iterator[UnitView]:
        """Yield the units as an outline reads: each before its children, in their order."""
        waiting = list(reversed(self._children.get(None, ())))
        while waiting:
            unit_id = waiting.pop()
            yield self._by_id[unit_id]
            waiting.extend(reversed(self._children.get(unit_id, ())))

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._by_id

    def get(self, unit_id: int) -> UnitView:
        """Return a unit.

        Raises:
            NotFound: there is none of this id.
        """
        try:
            return self._by_id[unit_id]
        except KeyError:
            raise NotFound from None

    def by_code(self, code: str) -> UnitView | None:
        return self._by_code.get(code)

    @property
    def root(self) -> UnitView:
        """Return the bureau.

        Raises:
            NotFound: nothing has been set up yet.
        """
        roots = self._children.get(None)
        if not roots:
            raise NotFound
        return self._by_id[roots[0]]

    def parent(self, unit_id: int) -> UnitView | None:
        parent_id = self.get(unit_id).parent_id
        return None if parent_id is None else self._by_id[parent_id]

    def children(self, unit_id: int) -> tuple[UnitView, ...]:
        return tuple(self._by_id[child] for child in self._children.get(unit_id, ()))

    def subtree(self, unit_id: int) -> frozenset[int]:
        """Return the unit and all below it; nothing for an unknown unit."""
        return self._subtrees.get(unit_id, frozenset())

    def ancestors(self, unit_id: int) -> tuple[int, ...]:
        """Return the ids above the unit, the nearest first, without the unit itself."""
        return self._ancestors.get(unit_id, ())

    def path(self, unit_id: int) -> tuple[UnitView, ...]:
        """Return the units from the bureau down to this one, both included."""
        return tuple(self._by_id[i] for i in reversed((unit_id, *self.ancestors(unit_id))))

    def depth(self, unit_id: int) -> int:
        return len(self.ancestors(unit_id))

    def is_within(self, unit_id: int, root_id: int) -> bool:
        """Tell whether the first unit is the second or below it."""
        return unit_id in self.subtree(root_id)

    def name(self, unit_id: int, language: str | None = None) -> str:
        return self.get(unit_id).name(language)
