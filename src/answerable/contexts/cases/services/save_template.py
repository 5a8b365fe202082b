"""Change one answer template, or add one."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.services.load_templates import COLUMNS, load_templates
from answerable.contexts.cases.services.save_topic import as_table, raise_faults
from answerable.contexts.cases.topic_tree import TemplateView
from answerable.kernel.actor import Actor


@transaction.atomic
def save_template(*, actor: Actor, template: TemplateView, at: datetime) -> None:
    """Write a template under its code, by the rules of the set-up table.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        Invalid: with every fault, each under the name of its field.
    """
    cells = {column: str(getattr(template, column)) for column in COLUMNS}
    table = as_table("template", {**cells, "active": "yes" if template.active else "no"})
    load_templates(actor=actor, table=table, at=at)
    raise_faults(table)
