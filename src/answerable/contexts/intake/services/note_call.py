"""Count a call to the shift in which it was taken."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.intake.permissions import require_agent
from answerable.contexts.intake.services.begin_shift import sit_down
from answerable.kernel.actor import Actor


@transaction.atomic
def note_call(*, actor: Actor, reference: str, at: datetime) -> None:
    """Note that the actor's post has taken this call; who takes one without having sat down sits down by it.

    Raises:
        NotPermitted: the post takes no calls.
    """
    shift = sit_down(actor, require_agent(actor), at)
    if reference not in shift.calls:
        shift.calls = [*shift.calls, reference]
        shift.save(update_fields=["calls"])
