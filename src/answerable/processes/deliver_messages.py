"""Messages meet addresses: the queue of `messaging` is sent to where `parties` says."""

from collections.abc import Iterable, Mapping

from procrastinate.contrib.django import app

from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.kernel import row_security
from answerable.kernel.clock import now

CHUNK = 100


def _addresses(party_ids: Iterable[int]) -> Mapping[int, str]:
    return {party_id: address.to for party_id, address in parties.addresses(party_ids).items()}


@app.periodic(cron="* * * * *")
@app.task(name="processes.deliver_messages", queue="messages", queueing_lock="deliver_messages")
@row_security.as_system("processes.deliver_messages")
def deliver_messages(timestamp: int) -> None:
    """Send what is due, also by a channel set up since, and say what a dead sender left behind: it is uncertain."""
    messaging.mark_uncertain(at=now())
    for channel in messaging.channel_names():
        messaging.requeue_waiting(channel=channel, at=now())
    while messaging.send_due_messages(addresses=_addresses, at=now()) == CHUNK:
        continue
