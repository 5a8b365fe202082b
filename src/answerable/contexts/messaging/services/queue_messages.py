"""Queue messages to residents, in the transaction of the act that they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import get_default_timezone

from answerable.contexts.messaging.channels.protocol import channel_for
from answerable.contexts.messaging.domain.hours import next_safe
from answerable.contexts.messaging.enums import OutgoingState, Purpose
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import seal
from answerable.kernel.text import clean


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A text for a party, ready as it will be read, in the party's language.

    `channel`, hours and wishes are the party's (parties.addresses). `key` names the act, e.g. `progress:round:12`;
    `at` is when that was, where many acts of many times are told of together.
    """

    party_id: int
    purpose: Purpose
    key: str
    channel: str
    subject: str
    body: str
    chain: str = ""
    from_hour: int = 8
    to_hour: int = 21
    unwanted: bool = False
    at: datetime | None = None


def queue_messages(messages: Sequence[NewMessage], *, at: datetime) -> None:
    """Queue each message whose key is new, for the first hour at which the party may be reached.

    One that no channel of this installation can carry stands as `no_channel`, one that the party does not want as
    `suppressed`: both are counted, and neither is sent.
    """
    Outgoing.objects.bulk_create([_row(message, at) for message in messages], ignore_conflicts=True)


def _row(message: NewMessage, now: datetime) -> Outgoing:
    at = message.at or now
    row = Outgoing(
        key=message.key,
        party_id=message.party_id,
        chain=message.chain,
        purpose=message.purpose,
        channel=message.channel,
        from_hour=message.from_hour,
        to_hour=message.to_hour,
        queued_at=at,
        send_after=next_safe(at, message.from_hour, message.to_hour, get_default_timezone()),
        state=_state(message),
    )
    row.sealed = seal(clean(message.subject), clean(message.body), row.public_id.bytes)
    return row


def _state(message: NewMessage) -> OutgoingState:
    if message.unwanted:
        return OutgoingState.SUPPRESSED
    return OutgoingState.QUEUED if channel_for(message.channel) else OutgoingState.NO_CHANNEL
