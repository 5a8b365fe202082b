"""Add or change one line of the catalogue."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.book import changes, view_of
from answerable.contexts.dispatch.facts import RuleView
from answerable.contexts.dispatch.models import CatalogueRule
from answerable.contexts.dispatch.permissions import require_set_up
from answerable.contexts.dispatch.services.retire_rule import retire
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid


@transaction.atomic
@changes.changing()
def save_rule(
    *,
    actor: Actor,
    at: datetime,
    priority: int,
    topic: str = "",
    area_id: int | None = None,
    kind: str = "",
    unit_id: int | None = None,
    note: str = "",
    replaces: UUID | None = None,
) -> RuleView:
    """Write a rule; with `replaces`, instead of that one. No unit means the area's own unit.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        NotFound: the rule to replace is not in force.
        Invalid: topic, area, kind or unit are unknown or closed.
    """
    require_set_up(actor)
    _check(topic=topic, area_id=area_id, kind=kind, unit_id=unit_id)
    line = retire(replaces, at).line if replaces else _next_line()
    row = CatalogueRule.objects.create(
        line=line,
        priority=priority,
        topic=topic,
        area_id=area_id,
        kind=kind,
        unit_id=unit_id,
        note=note[:200],
        since=at,
    )
    facts = {"rule": row.pk, "unit": unit_id, "topic": topic, "area": area_id, "kind": kind}
    ledger.record(actor=actor, code="dispatch.rule.saved", at=at, internal=facts)
    return view_of(row)


def _next_line() -> int:
    last = CatalogueRule.objects.filter(retired_at=None).aggregate(last=Max("line"))["last"]
    return int(last or 1) + 1


def _check(*, topic: str, area_id: int | None, kind: str, unit_id: int | None) -> None:
    areas, units = organisation.areas(), organisation.units()
    faults = []
    if topic and topic not in cases.topics():
        faults.append(Fault("topic", _("There is no topic of this code.")))
    if area_id is not None and not areas.line(area_id):
        faults.append(Fault("area", _("There is no area of this code.")))
    if kind and kind not in Kind.values:
        faults.append(Fault("kind", _("This is no kind of case.")))
    if unit_id is not None and not (unit_id in units and units.get(unit_id).active):
        faults.append(Fault("unit", _("This unit is closed.")))
    if faults:
        raise Invalid(faults)
