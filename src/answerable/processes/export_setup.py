"""Write the present set-up as the tables that `set_up_bureau` takes."""

from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.tables import Table, table_of

TOPICS = (
    "code",
    "parent",
    "name_zh",
    "name_en",
    "description_zh",
    "description_en",
    "terms_zh",
    "terms_en",
    "kind",
    "sensitive",
    "active",
)
TEMPLATES = (
    "code",
    "purpose",
    "kind",
    "topic",
    "channel",
    "name_zh",
    "name_en",
    "body_zh",
    "body_en",
    "active",
)
CATALOGUE = ("priority", "topic", "area", "kind", "unit", "note")


def export_setup(actor: Actor, *, at: datetime) -> list[Table]:
    """Return all tables that are not empty.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    tables = [
        organisation.units_table(),
        organisation.areas_table(),
        organisation.people_table(actor, at=at),
        table_of("topics", TOPICS, ({c: _cell(getattr(one, c)) for c in TOPICS} for one in cases.topics())),
        table_of(
            "templates",
            TEMPLATES,
            ({c: _cell(getattr(one, c)) for c in TEMPLATES} for one in cases.templates()),
        ),
        deadlines.workweek_table(),
        deadlines.calendar_table(),
        deadlines.clocks_table(),
        table_of("catalogue", CATALOGUE, (_rule(rule) for rule in dispatch.catalogue())),
    ]
    return [table for table in tables if table.rows]


def _rule(rule: dispatch.RuleView) -> dict[str, str]:
    areas, units = organisation.areas(), organisation.units()
    return {
        "priority": str(rule.priority),
        "topic": rule.topic or "*",
        "area": "*" if rule.area_id is None else areas.get(rule.area_id).code,
        "kind": rule.kind or "*",
        "unit": "@area" if rule.unit_id is None else units.get(rule.unit_id).code,
        "note": rule.note,
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(value)
    return str(value)
