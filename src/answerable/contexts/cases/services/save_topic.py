"""Change one topic, or add one."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.services.load_topics import load_topics
from answerable.contexts.cases.topic_tree import TopicView
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.tables import Row, Table
from answerable.kernel.text import clean


@transaction.atomic
def save_topic(*, actor: Actor, topic: TopicView, at: datetime) -> None:
    """Write a topic under its code, by the rules of the set-up table.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        Invalid: with every fault, each under the name of its field.
    """
    cells = {
        "code": topic.code,
        "parent": topic.parent,
        "name_zh": topic.name_zh,
        "name_en": topic.name_en,
        "description_zh": topic.description_zh,
        "description_en": topic.description_en,
        "terms_zh": "|".join(topic.terms_zh),
        "terms_en": "|".join(topic.terms_en),
        "kind": str(topic.kind),
        "sensitive": str(topic.sensitive),
        "active": "yes" if topic.active else "no",
    }
    table = as_table("topic", cells)
    load_topics(actor=actor, table=table, at=at)
    raise_faults(table)


def as_table(name: str, cells: dict[str, str]) -> Table:
    """Return a form as a table of one line."""
    row = Row(2, {column: clean(value) for column, value in cells.items()})
    return Table(name, tuple(cells), [row])


def raise_faults(table: Table) -> None:
    """Raise the faults of a form, named by their fields.

    Raises:
        Invalid: there are some.
    """
    if table.faults:
        raise Invalid([Fault(fault.where.rpartition(":")[2], fault.sentence) for fault in table.faults])
