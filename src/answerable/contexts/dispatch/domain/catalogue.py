"""The dispatch catalogue as a function: facts of a case in, a unit and the reason out.

Rules are tried by priority; within one priority the more specific goes first. Two equally specific rules of
one priority that name different units are a fault of the catalogue: it is told, never resolved by chance.
Walls come first: a unit complained of, and everything below it, is never an answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from answerable.contexts.dispatch.enums import Doubt

Within = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the catalogue. None matches everything; `unit_id` None means the area's own unit."""

    rule_id: int
    priority: int
    topic: str | None
    area_id: int | None
    kind: str | None
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalogue looks at. Chains run from the most specific upwards.

    `local_units` have jurisdiction over the case's area, the deepest first; `walled_units` are complained of.
    """

    topics: tuple[str, ...]
    areas: tuple[int, ...]
    kind: str
    local_units: tuple[int, ...]
    walled_units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The unit, or the doubt for which there is none; `rules` are those that led there."""

    unit_id: int | None
    rules: tuple[int, ...] = ()
    doubt: Doubt = Doubt.NONE
    raised_from: int | None = None


def specificity(rule: Rule, facts: Facts) -> tuple[int, int, int]:
    """Rank a matching rule: a deeper topic, then a deeper area, then a named kind, is more specific."""
    topic = len(facts.topics) - facts.topics.index(rule.topic) if rule.topic else 0
    area = len(facts.areas) - facts.areas.index(rule.area_id) if rule.area_id else 0
    return (topic, area, 1 if rule.kind else 0)


def matches(rule: Rule, facts: Facts) -> bool:
    return (
        (rule.topic is None or rule.topic in facts.topics)
        and (rule.area_id is None or rule.area_id in facts.areas)
        and (rule.kind is None or rule.kind == facts.kind)
        and (rule.unit_id is not None or bool(facts.local_units))
    )


def find_unit(
    rules: Sequence[Rule], facts: Facts, *, within: Within, parent: Callable[[int], int | None]
) -> Verdict:
    """Return where a case goes. `within(a, b)` says whether unit a is b or below it."""
    matching = sorted(
        (rule for rule in rules if matches(rule, facts)),
        key=lambda rule: (rule.priority, *(-rank for rank in specificity(rule, facts))),
    )
    if not matching:
        return Verdict(None, doubt=Doubt.NO_RULE)
    first = matching[0]
    equals = [
        rule
        for rule in matching
        if rule.priority == first.priority and specificity(rule, facts) == specificity(first, facts)
    ]
    targets = {_target(rule, facts) for rule in equals}
    if len(targets) > 1:
        return Verdict(None, tuple(rule.rule_id for rule in equals), Doubt.AMBIGUOUS)
    return _above_walls(targets.pop(), first.rule_id, facts.walled_units, within, parent)


def _target(rule: Rule, facts: Facts) -> int:
    return rule.unit_id if rule.unit_id is not None else facts.local_units[0]


def _above_walls(
    unit: int, rule_id: int, walled: Iterable[int], within: Within, parent: Callable[[int], int | None]
) -> Verdict:
    """Go up from a unit that is complained of until there is one that is not."""
    behind = tuple(walled)
    at: int | None = unit
    while at is not None and any(within(at, wall) for wall in behind):
        at = parent(at)
    if at is None:
        return Verdict(None, (rule_id,), Doubt.WALLED)
    return Verdict(at, (rule_id,), raised_from=None if at == unit else unit)
