"""Take a line out of the catalogue."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.contexts.dispatch.book import changes
from answerable.contexts.dispatch.models import CatalogueRule
from answerable.contexts.dispatch.permissions import require_set_up
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound


@transaction.atomic
@changes.changing()
def retire_rule(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """End a rule; suggestions that it led to still name it.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        NotFound: the rule is not in force.
    """
    require_set_up(actor)
    row = retire(public_id, at)
    ledger.record(actor=actor, code="dispatch.rule.retired", at=at, internal={"rule": row.pk})


def retire(public_id: UUID, at: datetime) -> CatalogueRule:
    row = CatalogueRule.objects.select_for_update().filter(public_id=public_id, retired_at=None).first()
    if row is None:
        raise NotFound
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    return row
