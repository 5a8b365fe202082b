"""The catalogue in force as a value in memory, read anew when it has changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from answerable.contexts.dispatch.domain.catalogue import Rule
from answerable.contexts.dispatch.facts import RuleView
from answerable.contexts.dispatch.models import CatalogueRule
from answerable.kernel.snapshots import Changes, Snapshot

changes = Changes(table="dispatch_catalogueversion", sequence="dispatch_change_number")


@dataclass(frozen=True, slots=True)
class Book:
    """Rules by the topic that they name, so that a case is held against few of them; `""` are those for any topic."""

    by_topic: Mapping[str, Sequence[Rule]]
    views: Mapping[int, RuleView]

    @classmethod
    def of(cls, rules: Iterable[Rule], views: Iterable[RuleView] = ()) -> "Book":
        by_topic: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            by_topic[rule.topic or ""].append(rule)
        return cls(dict(by_topic), {view.rule_id: view for view in views})

    def rules_for(self, topics: Iterable[str]) -> list[Rule]:
        """Return the rules that can match a case with this line of topics."""
        return [rule for topic in (*topics, "") for rule in self.by_topic.get(topic, ())]

    @property
    def rules(self) -> list[Rule]:
        return sorted(
            (rule for rules in self.by_topic.values() for rule in rules), key=lambda rule: rule.rule_id
        )


def view_of(row: CatalogueRule) -> RuleView:
    return RuleView(
        public_id=row.public_id,
        rule_id=row.pk,
        line=row.line,
        priority=row.priority,
        topic=row.topic,
        area_id=row.area_id,
        kind=row.kind,
        unit_id=row.unit_id,
        note=row.note,
    )


def rule_of(view: RuleView) -> Rule:
    return Rule(
        view.rule_id, view.priority, view.topic or None, view.area_id, view.kind or None, view.unit_id
    )


def in_force() -> list[RuleView]:
    """Read the rules in force from the database, in their order."""
    rows = CatalogueRule.objects.filter(retired_at=None).order_by("priority", "line", "id")
    return [view_of(row) for row in rows]


def _read() -> Book:
    views = in_force()
    return Book.of(map(rule_of, views), views)


_book = Snapshot(changes, _read)


def book() -> Book:
    """Return the catalogue as it stands now; cheap, so ask again rather than keep it."""
    return _book.get()
