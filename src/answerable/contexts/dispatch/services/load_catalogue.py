"""Take the catalogue from a set-up table."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.dispatch.book import changes
from answerable.contexts.dispatch.catalogue_table import CatalogueLine, read_lines
from answerable.contexts.dispatch.models import CatalogueRule
from answerable.contexts.dispatch.permissions import require_set_up
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.tables import LoadResult, Table


@transaction.atomic
@changes.changing()
def load_catalogue(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Replace the catalogue by `priority,topic,area,kind,unit[,note]` rows; `*` is any, unit `@area` the area's own.

    Lines that stay the same keep their rule; others are retired, never deleted. Faults are added to the table, and
    then nothing is written.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_set_up(actor)
    lines = read_lines(table)
    if table.faults:
        return LoadResult(0, 0, 0)
    kept, new = _sorted_out(lines)
    old = CatalogueRule.objects.filter(retired_at=None).exclude(pk__in=[row.pk for row in kept])
    retired = old.update(retired_at=at)
    CatalogueRule.objects.bulk_update(kept, ["line"])
    CatalogueRule.objects.bulk_create([_row(line, at) for line in new])
    if new or retired:
        facts = {"created": len(new), "retired": retired}
        ledger.record(actor=actor, code="dispatch.catalogue.set", at=at, internal=facts)
    return LoadResult(len(new), retired, len(kept))


def _sorted_out(lines: list[CatalogueLine]) -> tuple[list[CatalogueRule], list[CatalogueLine]]:
    """Return the rules that stay, each with its new line number, and the lines that are new."""
    standing: dict[tuple[object, ...], list[CatalogueRule]] = {}
    for row in CatalogueRule.objects.filter(retired_at=None).order_by("-line"):
        standing.setdefault(_content(row), []).append(row)
    kept, new = [], []
    for line in lines:
        same = standing.get(_content(line))
        if same:
            row = same.pop()
            row.line = line.line
            kept.append(row)
        else:
            new.append(line)
    return kept, new


def _content(rule: CatalogueLine | CatalogueRule) -> tuple[object, ...]:
    return (rule.priority, rule.topic, rule.area_id, rule.kind, rule.unit_id, rule.note)


def _row(line: CatalogueLine, at: datetime) -> CatalogueRule:
    return CatalogueRule(
        line=line.line,
        priority=line.priority,
        topic=line.topic,
        area_id=line.area_id,
        kind=line.kind,
        unit_id=line.unit_id,
        note=line.note,
        since=at,
    )
