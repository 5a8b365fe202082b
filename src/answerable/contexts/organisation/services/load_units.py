"""Take the tree of units from a set-up table."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.permissions import require_bureau_setup
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.unit_table import write_units
from answerable.kernel.actor import Actor
from answerable.kernel.events import publish
from answerable.kernel.tables import LoadResult, Table


@transaction.atomic
@changing()
def load_units(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set the units of `code,parent,level,kind,name_zh,name_en` rows; units that the table does not name stay.

    Optional columns: `phone`, `position` (else new units stand in the order of the lines) and `active` (`no`
    closes a unit). Faults are added to the table, and then nothing is written.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_bureau_setup(actor)
    if not table.require("code", "parent", "level", "kind", "name_zh", "name_en"):
        return LoadResult(0, 0, 0)
    written = write_units(table)
    if written.created or written.changed:
        facts = {"created": len(written.created), "changed": written.changed}
        ledger.record(actor=actor, code="organisation.units.set", at=at, internal=facts)
        publish(written.events)
    return written.result
