"""Reads of messaging."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from answerable.contexts.messaging.domain.keys import SECOND_WAYS, second_key
from answerable.contexts.messaging.enums import OutgoingState, Purpose
from answerable.contexts.messaging.models import Notice, Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.contexts.messaging.sentences import sentence_of
from answerable.kernel.actor import Actor

# From chains to those of them that the actor may know of at this moment.
Visible = Callable[[set[str]], Set[str]]
SHOWN = 100
OUT = (OutgoingState.SENT, OutgoingState.DELIVERED)
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class NoticeView:
    public_id: UUID
    code: str
    chain: str
    params: Mapping[str, Any]
    at: datetime
    read_at: datetime | None

    @property
    def sentence(self) -> str:
        """Return what is told, in the reader's language."""
        return sentence_of(self.code, self.params)


@dataclass(frozen=True, slots=True)
class MessageView:
    """What the case page says of a message: that it was sent, never what it said."""

    purpose: Purpose
    channel: str
    state: OutgoingState
    queued_at: datetime
    send_after: datetime
    settled_at: datetime | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class TextView:
    """A message as whoever it was written to reads it."""

    purpose: Purpose
    channel: str
    state: OutgoingState
    queued_at: datetime
    subject: str
    body: str


def notices(actor: Actor, *, visible: Visible, limit: int = SHOWN) -> list[NoticeView]:
    """Return the newest notices of the actor's post, without those about matters that it may not know of any more."""
    if actor.post_id is None:
        return []
    rows = list(Notice.objects.filter(post_id=actor.post_id).order_by("-at", "-id")[:limit])
    return [
        NoticeView(row.public_id, row.code, row.chain, row.params, row.at, row.read_at)
        for row in _allowed(rows, visible)
    ]


def unread_count(actor: Actor, *, visible: Visible) -> int:
    """Return how many unread notices `notices` would show, counted up to its limit."""
    if actor.post_id is None:
        return 0
    unread = Notice.objects.filter(post_id=actor.post_id, read_at__isnull=True).order_by("-at", "-id")
    return len(_allowed(list(unread[:SHOWN]), visible))


def _allowed(rows: Sequence[Notice], visible: Visible) -> list[Notice]:
    chains = {row.chain for row in rows if row.chain}
    seen: Set[str] = visible(chains) if chains else set()
    return [row for row in rows if not row.chain or row.chain in seen]


def messages_about(chain: str) -> list[MessageView]:
    """Return the messages that a matter has caused, oldest first. Whether the actor may see it is asked before."""
    return [
        MessageView(
            purpose=Purpose(row.purpose),
            channel=row.channel,
            state=OutgoingState(row.state),
            queued_at=row.queued_at,
            send_after=row.send_after,
            settled_at=row.settled_at,
            attempts=row.attempts,
            error=row.error,
        )
        for row in Outgoing.objects.filter(chain=chain).order_by("id")
    ]


def texts_to(party_id: int, chain: str) -> list[TextView]:
    """Return what was written to a party about a matter, oldest first, for the party alone.

    Texts are blanked after a while; that there was a message stays.
    """
    rows = Outgoing.objects.filter(party_id=party_id, chain=chain).order_by("id")
    return [_text(row) for row in rows]


def _text(row: Outgoing) -> TextView:
    sealed = bytes(row.sealed)
    subject, body = unseal(sealed, row.public_id.bytes) if sealed else ("", "")
    return TextView(Purpose(row.purpose), row.channel, OutgoingState(row.state), row.queued_at, subject, body)


def states_of(keys: Iterable[str]) -> Mapping[str, OutgoingState]:
    """Return how far the messages of these keys are."""
    rows = Outgoing.objects.filter(key__in=list(keys)).values_list("key", "state")
    return {key: OutgoingState(state) for key, state in rows}


def sent_count(keys: Iterable[str]) -> int:
    """Return how many of the messages of these keys have gone out, by a second channel, too."""
    return sum(1 for _ in sent_keys(keys))


def sent_keys(keys: Iterable[str]) -> Iterator[str]:
    """Give those of the keys whose messages have gone out, by a second channel, too; a key once for each message."""
    remaining = iter(keys)
    while chunk := list(islice(remaining, _CHUNK)):
        first = {second_key(key, channel): key for key in chunk for channel in SECOND_WAYS}
        sent = Outgoing.objects.filter(key__in=[*chunk, *first], state__in=OUT)
        for key in sent.values_list("key", flat=True):
            yield first.get(key, key)
