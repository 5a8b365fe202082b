"""Queue messages to residents, in the transaction of the act that they tell of."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.timezone import get_default_timezone

from answerable.contexts.messaging.domain.hours import next_safe
from answerable.contexts.messaging.enums import OutgoingState, Purpose, Unwanted
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.routes import ready_channels
from answerable.contexts.messaging.sealing import seal
from answerable.kernel.text import clean


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A text for a party, ready as it will be read, in the party's language.

    `channel`, hours and wishes are the party's (parties.addresses). `key` names the act, e.g. `progress:round:12`;
    `at` is when that was, where many acts of many times are told of together. `unwanted` says why nothing is sent,
    empty where something is. After `expires_at` it is no news any more. `fallback` is the channel that is tried
    when this one has failed for good, where the party allows that.
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
    unwanted: Unwanted | Literal[""] = ""
    at: datetime | None = None
    expires_at: datetime | None = None
    fallback: str = ""


def queue_messages(messages: Sequence[NewMessage], *, at: datetime) -> None:
    """Queue each message whose key is new, for the first hour at which the party may be reached.

    One that no channel of this installation can carry stands as `no_channel`, one that the party does not want as
    `suppressed`: both are counted, and neither is sent.
    """
    ready = ready_channels()
    Outgoing.objects.bulk_create([_row(message, at, ready) for message in messages], ignore_conflicts=True)


def _row(message: NewMessage, now: datetime, ready: Set[str]) -> Outgoing:
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
        expires_at=message.expires_at,
        fallback=message.fallback,
        state=_state(message, ready),
        error=message.unwanted,
        settled_at=at if message.unwanted else None,
    )
    row.sealed = seal(clean(message.subject), clean(message.body), row.public_id.bytes)
    return row


def _state(message: NewMessage, ready: Set[str]) -> OutgoingState:
    if message.unwanted:
        return OutgoingState.SUPPRESSED
    return OutgoingState.QUEUED if message.channel in ready else OutgoingState.NO_CHANNEL
