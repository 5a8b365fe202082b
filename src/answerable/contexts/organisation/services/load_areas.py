"""Take the areas of the city, and who is responsible for them, from a set-up table."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.area_table import write_areas
from answerable.contexts.organisation.permissions import require_bureau_setup
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor
from answerable.kernel.tables import LoadResult, Table


@transaction.atomic
@changing()
def load_areas(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set the areas of `code,parent,name_zh,name_en` rows; areas that the table does not name stay.

    Optional columns: `names` (what people call it, separated by `|`), `geometry` (GeoJSON; an empty cell leaves
    the drawing) and `units` (codes of those responsible, separated by `|`). Faults are added to the table, and
    then nothing is written.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_bureau_setup(actor)
    if not table.require("code", "parent", "name_zh", "name_en"):
        return LoadResult(0, 0, 0)
    written = write_areas(table)
    if written.created or written.changed:
        facts = {"created": len(written.created), "changed": written.changed}
        ledger.record(actor=actor, code="organisation.areas.set", at=at, internal=facts)
    return written.result
