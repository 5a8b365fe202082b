"""Have the sweep try a submission again that was set aside."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.intake.models import Submission
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.services.wake_sweep import wake_sweep
from answerable.contexts.ledger import api as ledger
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound


@row_security.as_system("intake.take_up_again")
@transaction.atomic
def take_up_again(*, actor: Actor, reference: str, at: datetime) -> None:
    """Put it back among the waiting, with all its tries.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        NotFound: no submission of this reference is set aside.
    """
    require_set_up(actor)
    row = (
        Submission.objects.select_for_update().filter(reference=reference, set_aside_at__isnull=False).first()
    )
    if row is None:
        raise NotFound
    row.attempts, row.retry_at, row.set_aside_at = 0, None, None
    row.save(update_fields=["attempts", "retry_at", "set_aside_at"])
    ledger.record(actor=actor, code="intake.submission.taken_up_again", at=at, chain=reference)
    wake_sweep()
