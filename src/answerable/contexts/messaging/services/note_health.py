"""Write down how a gateway does, by what it said of the last messages."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from answerable.contexts.messaging.channels.protocol import Delivery
from answerable.contexts.messaging.enums import Outcome
from answerable.contexts.messaging.models import Gateway

_TROUBLE = (Outcome.REFUSED, Outcome.UNCERTAIN)


def note_health(gateway: Gateway, said: Sequence[Delivery], at: datetime) -> None:
    """Count failures in a row; one message that went through ends them, and so does one that is refused for good."""
    rows = Gateway.objects.filter(pk=gateway.pk)
    trouble = [one.error for one in said if one.outcome in _TROUBLE]
    if trouble:
        rows.update(failed_at=at, error=trouble[-1][:40], failures=F("failures") + len(trouble))
    if said and said[-1].outcome not in _TROUBLE:
        rows.update(ok_at=at, failures=0)
