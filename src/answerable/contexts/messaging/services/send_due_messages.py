"""Hand over what is due.

A message is marked as being sent, and that is committed, before a peer hears of it. If we are killed in between, it
stays marked and becomes `uncertain`: a resident would rather get no message than the same one again and again, and
staff see it and decide.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from django.db import transaction
from django.utils.timezone import get_default_timezone

from answerable.contexts.messaging.channels.protocol import Channel, Delivery, Parcel, channel_for
from answerable.contexts.messaging.domain.hours import next_safe, wait_after
from answerable.contexts.messaging.enums import Outcome, OutgoingState
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal

CHUNK = 100
LEASE = timedelta(minutes=15)
log = structlog.get_logger(__name__)

# From ids of parties to the address under which each can be reached by the channel it has chosen.
Addresses = Callable[[Iterable[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class _Claimed:
    row: Outgoing
    to: str


def send_due_messages(*, addresses: Addresses, at: datetime) -> int:
    """Send a chunk of due messages and return how many were taken up; call again while the chunk is full.

    Must not run inside a transaction: what is claimed has to be committed before it is sent.
    """
    rows = _claim(at)
    where = addresses({row.party_id for row in rows})
    for channel_name, group in groupby(rows, key=lambda row: row.channel):
        _send_by(channel_for(channel_name), [_Claimed(row, where.get(row.party_id, "")) for row in group], at)
    return len(rows)


def _claim(at: datetime) -> list[Outgoing]:
    with transaction.atomic(durable=True):
        due = list(
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(state=OutgoingState.QUEUED, send_after__lte=at)
            .order_by("send_after", "id")[:CHUNK]
        )
        for row in due:
            safe = next_safe(at, row.from_hour, row.to_hour, get_default_timezone())
            if safe > at:
                row.send_after = safe
            else:
                row.state, row.claimed_at, row.attempts = OutgoingState.SENDING, at, row.attempts + 1
        Outgoing.objects.bulk_update(due, ["send_after", "state", "claimed_at", "attempts"])
    claimed = [row for row in due if row.state == OutgoingState.SENDING]
    return sorted(claimed, key=lambda row: (row.channel, row.pk))


def _send_by(channel: Channel | None, claimed: Sequence[_Claimed], at: datetime) -> None:
    if channel is None:
        for one in claimed:
            _settle(one.row, OutgoingState.NO_CHANNEL, "", at)
        return
    reachable = [one for one in claimed if one.to and one.row.sealed]
    for one in claimed:
        if not one.to or not one.row.sealed:
            _settle(one.row, OutgoingState.FAILED, "no_text" if one.to else "no_address", at)
    # A channel yields one delivery for each parcel; what it leaves open stays `sending` and becomes uncertain.
    for one, delivery in zip(reachable, channel.send([_parcel(one) for one in reachable]), strict=False):
        _note(one.row, delivery, at)


def _parcel(one: _Claimed) -> Parcel:
    subject, body = unseal(bytes(one.row.sealed), one.row.public_id.bytes)
    return Parcel(id=one.row.public_id.hex, to=one.to, subject=subject, body=body)


def _note(row: Outgoing, delivery: Delivery, at: datetime) -> None:
    if delivery.outcome is Outcome.REFUSED:
        wait = wait_after(row.attempts)
        if wait is not None:
            Outgoing.objects.filter(pk=row.pk, state=OutgoingState.SENDING).update(
                state=OutgoingState.QUEUED, send_after=at + wait, error=delivery.error[:40]
            )
            return
    states = {Outcome.SENT: OutgoingState.SENT, Outcome.UNCERTAIN: OutgoingState.UNCERTAIN}
    _settle(row, states.get(delivery.outcome, OutgoingState.FAILED), delivery.error, at)


def _settle(row: Outgoing, state: OutgoingState, error: str, at: datetime) -> None:
    Outgoing.objects.filter(pk=row.pk, state=OutgoingState.SENDING).update(
        state=state, settled_at=at, error=error[:40]
    )
    if state is not OutgoingState.SENT:
        log.warning(
            "message.not_sent", channel=row.channel, code=error, kind=row.purpose, attempts=row.attempts
        )


def mark_uncertain(*, at: datetime) -> int:
    """Say of messages whose sender has died that nobody knows whether they went out; return how many."""
    return Outgoing.objects.filter(state=OutgoingState.SENDING, claimed_at__lt=at - LEASE).update(
        state=OutgoingState.UNCERTAIN, settled_at=at, error="sender_died"
    )
