"""Send again what staff have looked at, and what waited for a channel that is set up by now."""

from datetime import datetime, timedelta

from answerable.contexts.messaging.enums import OutgoingState
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.routes import is_ready
from answerable.kernel import row_security

FRESH = timedelta(days=3)


@row_security.as_system("messaging.requeue_waiting")
def requeue_waiting(*, channel: str, at: datetime) -> int:
    """Queue what was left as `no_channel` by a channel that is ready now; return how many.

    News of more than three days ago is no news any more and stays where it is.
    """
    if not is_ready(channel):
        return 0
    return Outgoing.objects.filter(
        state=OutgoingState.NO_CHANNEL, channel=channel, queued_at__gt=at - FRESH
    ).update(state=OutgoingState.QUEUED, send_after=at)
