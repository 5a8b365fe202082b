"""Take topics from a set-up table."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Kind, Sensitive
from answerable.contexts.cases.models import Topic
from answerable.contexts.cases.services.set_up import require_set_up
from answerable.contexts.cases.topic_tree import TopicView
from answerable.contexts.cases.topics import changes, topic_view
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.tables import LoadResult, Row, Table

COLUMNS = ("code", "parent", "name_zh", "name_en", "kind")
_CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?")
_FIELDS = (
    "name_zh",
    "name_en",
    "description_zh",
    "description_en",
    "terms_zh",
    "terms_en",
    "kind",
    "sensitive",
    "position",
    "active",
)


@transaction.atomic
def load_topics(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set the topics of `code,parent,name_zh,name_en,description_*,terms_*,kind,sensitive[,active]` rows.

    Terms are joined by `|`. Topics that the table does not name stay. Faults are added to the table.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_set_up(actor)
    if not table.require(*COLUMNS):
        return LoadResult(0, 0, 0)
    before = {topic.code: topic_view(topic) for topic in Topic.objects.select_related("parent")}
    wanted = list(_wanted(table, before))
    if table.faults:
        return LoadResult(0, 0, 0)
    new = [topic for topic in wanted if topic.code not in before]
    changed = [topic for topic in wanted if topic.code in before and before[topic.code] != topic]
    result = LoadResult(len(new), len(changed), len(wanted) - len(new) - len(changed))
    if new or changed:
        with changes.changing():
            write_topics([*new, *changed])
        ledger.record(
            actor=actor,
            code="cases.topics.set",
            at=at,
            internal={"created": len(new), "changed": len(changed)},
        )
    return result


def write_topics(wanted: list[TopicView]) -> None:
    """Write topics, those of the first level first."""
    for level in ([t for t in wanted if not t.parent], [t for t in wanted if t.parent]):
        keys = dict(Topic.objects.filter(parent=None).values_list("code", "pk"))
        Topic.objects.bulk_create(
            [
                Topic(
                    code=topic.code,
                    parent_id=keys.get(topic.parent),
                    **{name: _stored(getattr(topic, name)) for name in _FIELDS},
                )
                for topic in level
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*_FIELDS, "parent"],
        )


def _stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _wanted(table: Table, before: dict[str, TopicView]) -> Iterator[TopicView]:
    first = {row["code"] for row in table.rows if not row["parent"]}
    first |= {code for code, topic in before.items() if not topic.parent}
    seen: set[str] = set()
    for place, row in enumerate(table.rows, 1):
        faults = [
            *_faults(row, first),
            *([("code", _("This code stands here twice."))] * (row["code"] in seen)),
        ]
        for column, sentence in faults:
            table.fault(row, column, sentence)
        seen.add(row["code"])
        if not faults:
            yield _topic(row, len(before) + place, before.get(row["code"]))


def _faults(row: Row, first: set[str]) -> Iterator[tuple[str, object]]:
    code, parent = row["code"], row["parent"]
    if not _CODE.fullmatch(code):
        yield "code", _("Write small letters, digits and hyphens, with the parent's code and a dot before.")
    elif code.rpartition(".")[0] != parent:
        yield "parent", _("The code has to begin with the parent's code and a dot.")
    if parent and parent not in first:
        yield "parent", _("There is no such topic of the first level.")
    for column in ("name_zh", "name_en"):
        if not row[column]:
            yield column, _("Give the name in both languages.")
    if row["kind"] not in Kind.values:
        yield "kind", _("This is no kind of case.")
    if row["sensitive"] not in Sensitive.values:
        yield "sensitive", _("Write officer, safe, or nothing.")
    if row["active"] not in ("", "yes", "no"):
        yield "active", _("Write yes or no.")


def _topic(row: Row, place: int, before: TopicView | None) -> TopicView:
    topic = TopicView(
        code=row["code"],
        parent=row["parent"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        description_zh=row["description_zh"],
        description_en=row["description_en"],
        terms_zh=_terms(row["terms_zh"]),
        terms_en=_terms(row["terms_en"]),
        kind=Kind(row["kind"]),
        sensitive=Sensitive(row["sensitive"]),
        position=before.position if before else place,
        active=row["active"] != "no",
    )
    return topic if before is None or row["active"] else replace(topic, active=before.active)


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.strip()[:60] for term in cell.split("|") if term.strip()))
