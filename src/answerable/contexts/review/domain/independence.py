"""Who may look at a round again: nobody who had a part in it, nor whoever stands under those who had.

The handling unit is never its own judge. When the bureau itself handled a round, everybody stands under it and nobody
above: then units don't tell, and what counts is that the post takes no part in the bureau's handling (independence.py).
"""

from collections.abc import Iterable

from answerable.contexts.organisation.api import UnitTree


def is_independent(reviewing_unit: int, handling_unit: int, tree: UnitTree) -> bool:
    """Tell whether a post of the first unit may review what the second has done."""
    return handling_unit == tree.root.id or not tree.is_within(reviewing_unit, handling_unit)


def may_review(person_units: Iterable[int], handling_unit: int, tree: UnitTree) -> bool:
    """Tell the same of a person, given the units of all posts that the person holds now and held at the time."""
    return all(is_independent(unit, handling_unit, tree) for unit in person_units)


def level_above(reviewing_unit: int, handling_unit: int, tree: UnitTree) -> int:
    """Return the unit that decides when a refusal is contested: the nearest one above both, at most the bureau."""
    above_handler = set(tree.ancestors(handling_unit))
    for unit in tree.ancestors(reviewing_unit):
        if unit in above_handler:
            return unit
    return tree.root.id


def may_decide_contest(deciding_unit: int, refusing_unit: int, handling_unit: int, tree: UnitTree) -> bool:
    """Tell whether a post of the first unit may decide: neither of those who refused, nor of those who handled.

    Above a refusal by the bureau itself there is nobody; then it is for another person to decide (permissions.py).
    """
    return is_independent(deciding_unit, handling_unit, tree) and is_independent(
        deciding_unit, refusing_unit, tree
    )
