"""Faults of a catalogue that can be seen without a single case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from answerable.contexts.dispatch.domain.catalogue import Rule

K = TypeVar("K")


class Flaw(StrEnum):
    DEAD_UNIT = "dead_unit"
    DEAD_TOPIC = "dead_topic"
    DEAD_AREA = "dead_area"
    SHADOWED = "shadowed"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule with a flaw; `other` is the rule that shadows or contradicts it."""

    rule_id: int
    flaw: Flaw
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What exists: parents of topics and areas, which topics and units are in use, and which areas have a unit."""

    topic_parents: Mapping[str, str | None]
    area_parents: Mapping[int, int | None]
    live_topics: frozenset[str]
    live_units: frozenset[int]
    served_areas: frozenset[int] = frozenset()


def findings(rules: Sequence[Rule], ground: Ground) -> list[Finding]:
    """Return every rule that can never act, or that another contradicts."""
    found: list[Finding] = []
    for rule in rules:
        if rule.unit_id is not None and rule.unit_id not in ground.live_units:
            found.append(Finding(rule.rule_id, Flaw.DEAD_UNIT))
        if rule.topic is not None and rule.topic not in ground.live_topics:
            found.append(Finding(rule.rule_id, Flaw.DEAD_TOPIC))
        if rule.unit_id is None and rule.area_id is not None and rule.area_id not in ground.served_areas:
            found.append(Finding(rule.rule_id, Flaw.DEAD_AREA))
        found += _overruled(rule, rules, ground)
    return found


def _overruled(rule: Rule, rules: Sequence[Rule], ground: Ground) -> list[Finding]:
    for other in rules:
        if other.rule_id == rule.rule_id or not _covers(other, rule, ground):
            continue
        if other.priority < rule.priority:
            return [Finding(rule.rule_id, Flaw.SHADOWED, other.rule_id)]
        same = (other.topic, other.area_id, other.kind) == (rule.topic, rule.area_id, rule.kind)
        if same and other.priority == rule.priority and other.unit_id != rule.unit_id:
            return [Finding(rule.rule_id, Flaw.CONTRADICTS, other.rule_id)]
    return []


def _covers(wide: Rule, narrow: Rule, ground: Ground) -> bool:
    """Whether everything that `narrow` matches, `wide` matches too."""
    if wide.unit_id is None and narrow.unit_id is not None:
        return False
    return (
        _above(wide.topic, narrow.topic, ground.topic_parents.get)
        and _above(wide.area_id, narrow.area_id, ground.area_parents.get)
        and wide.kind in (None, narrow.kind)
    )


def _above(wide: K | None, narrow: K | None, parent: Callable[[K], K | None]) -> bool:
    if wide is None:
        return True
    at = narrow
    while at is not None and at != wide:
        at = parent(at)
    return at == wide
