"""Get up from the hotline and hand over."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.intake.errors import NoShift
from answerable.contexts.intake.models import Shift
from answerable.contexts.intake.permissions import require_agent
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.text import clean

LONGEST_NOTE = 4000


@transaction.atomic
def end_shift(*, actor: Actor, note: str, at: datetime) -> None:
    """End the shift of the actor's post, with a note that the next one reads.

    Raises:
        NotPermitted: the post takes no calls.
        NoShift: it is in none.
    """
    post_id = require_agent(actor)
    row = Shift.objects.select_for_update().filter(post=post_id, ended_at__isnull=True).first()
    if row is None:
        raise NoShift
    row.ended_at, row.note = at, clean(note)[:LONGEST_NOTE]
    row.save(update_fields=["ended_at", "note"])
    inside = {"calls": len(row.calls), "note": bool(row.note)}
    ledger.record(actor=actor, code="intake.shift.ended", at=at, internal=inside)
