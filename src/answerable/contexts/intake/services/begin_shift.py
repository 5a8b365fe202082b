"""Sit down at the hotline."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.intake.models import Shift
from answerable.contexts.intake.permissions import require_agent
from answerable.contexts.intake.rota import LONGEST
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor


@transaction.atomic
def begin_shift(*, actor: Actor, at: datetime) -> None:
    """Begin the shift of the actor's post; beginning it twice changes nothing.

    Raises:
        NotPermitted: the post takes no calls.
    """
    sit_down(actor, require_agent(actor), at)


def sit_down(actor: Actor, post_id: int, at: datetime) -> Shift:
    """Return the shift that the post is in, begun now if it was in none. One that nobody has ended ends first."""
    # Two windows of one post wait for each other here, so that none meets the other's new row.
    organisation.lock_post(post_id)
    running = Shift.objects.select_for_update().filter(post=post_id, ended_at__isnull=True).first()
    if running is not None:
        if running.began_at > at - LONGEST:
            return running
        running.ended_at = running.began_at + LONGEST
        running.save(update_fields=["ended_at"])
    unit_id = organisation.post_view(post_id).unit_id
    begun = Shift.objects.create(post_id=post_id, unit_id=unit_id, began_at=at)
    ledger.record(actor=actor, code="intake.shift.begun", at=at)
    return begun
