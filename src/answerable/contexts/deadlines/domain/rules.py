"""Which time is allowed for what: the most specific rule wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answerable.contexts.deadlines.enums import ClockKind, TimeUnit


@dataclass(frozen=True, slots=True)
class Rule:
    """So much time for a clock, by kind of case and topic (`*` is any). `extension_max` is in the rule's unit."""

    kind: str
    topic: str
    clock: ClockKind
    amount: int
    unit: TimeUnit
    extension_max: int
    why_zh: str
    why_en: str


def rule_for(rules: Iterable[Rule], clock: ClockKind, kind: str, topics: Sequence[str]) -> Rule | None:
    """Return the rule for a clock; `topics` runs from the most specific upwards. A topic weighs more than a kind."""

    def weight(rule: Rule) -> tuple[int, int]:
        depth = len(topics) - topics.index(rule.topic) if rule.topic != "*" else 0
        return (depth, rule.kind != "*")

    fitting = [
        rule
        for rule in rules
        if rule.clock == clock and rule.kind in ("*", kind) and (rule.topic == "*" or rule.topic in topics)
    ]
    return max(fitting, key=weight, default=None)
