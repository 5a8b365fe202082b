"""Messages meet addresses: the queue of `messaging` is sent to where `parties` says."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from time import sleep

from procrastinate.contrib.django import app

from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.kernel import row_security
from answerable.kernel.clock import now

CHUNK = 100


# A minute belongs to one job; what falls due in the last seconds is the next one's.
LASTS = timedelta(seconds=50)


def _addresses(channel: str, party_ids: Iterable[int]) -> Mapping[int, str]:
    return parties.reached_by(channel, party_ids)


@app.periodic(cron="* * * * *")
@app.task(name="processes.deliver_messages", queue="messages", queueing_lock="deliver_messages")
@row_security.as_system("processes.deliver_messages")
def deliver_messages(timestamp: int) -> None:
    """Send what is due, also by a channel set up since, and say what a dead sender left behind: it is uncertain."""
    until = now() + LASTS
    messaging.match_early_reports(at=now())
    messaging.mark_uncertain(at=now())
    for channel in messaging.channel_names():
        messaging.requeue_waiting(channel=channel, at=now())
    _send(until)


def _send(until: datetime) -> None:
    """Send chunk after chunk, and wait for the gateways whose allowance of a second is used up."""
    while True:
        while messaging.send_due_messages(addresses=_addresses, at=now()) == CHUNK:
            continue
        due = messaging.next_due(until=until)
        if due is None:
            return
        sleep(max(0.0, (due - now()).total_seconds()))
