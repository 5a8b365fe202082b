"""Put a case at the end of the triage queue."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.api import CaseId
from answerable.contexts.dispatch.permissions import TRIAGE
from answerable.contexts.dispatch.services.settling import lock_suggestion
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


@transaction.atomic
def skip_suggestion(*, actor: Actor, case_id: CaseId, at: datetime) -> None:
    """Look at a case later. Nothing about the case changes, so the journal has no line of it.

    Raises:
        SuggestionNotFound: there is no open suggestion, or the actor may not know of the case.
        NotPermitted: the actor is no dispatcher.
    """
    row = lock_suggestion(actor, case_id)
    if not (actor.is_system or actor.reach(TRIAGE)):
        raise NotPermitted
    row.queue_at = at
    row.save(update_fields=["queue_at"])
