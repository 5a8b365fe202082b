"""Hand over what is due.

A message is marked as being sent, and that is committed, before a peer hears of it. If we are killed in between, it
stays marked and becomes `uncertain`: a resident would rather get no message than the same one again and again, and
staff see it and decide.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.timezone import get_default_timezone

from answerable.contexts.messaging import routes
from answerable.contexts.messaging.channels.protocol import Channel, Delivery, Parcel
from answerable.contexts.messaging.domain.hours import next_safe
from answerable.contexts.messaging.enums import OutgoingState
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.sealing import unseal
from answerable.contexts.messaging.services.note_health import note_health
from answerable.contexts.messaging.services.settle_message import note_outcome, settle, settle_expired

CHUNK = 100
LEASE = timedelta(minutes=15)

# From a channel and ids of parties to the address under which each can be reached by it.
Addresses = Callable[[str, Iterable[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class _Claimed:
    row: Outgoing
    to: str


def send_due_messages(*, addresses: Addresses, at: datetime) -> int:
    """Send a chunk of due messages and return how many were taken up; call again while the chunk is full.

    Must not run inside a transaction: what is claimed has to be committed before it is sent.
    """
    rows = _claim(at)
    for (channel, _), group in groupby(rows, key=_lane_of):
        lane = list(group)
        where = addresses(channel, {row.party_id for row in lane})
        claimed = [_Claimed(row, where.get(row.party_id, "")) for row in lane]
        _send_by(routes.way(channel, lane[0].gateway), claimed, at)
    return len(rows)


def next_due(*, until: datetime) -> datetime | None:
    """Return when the next message may go out, if that is before `until`."""
    waiting = Outgoing.objects.filter(state=OutgoingState.QUEUED, send_after__lt=until)
    return waiting.order_by("send_after").values_list("send_after", flat=True).first()


def _lane_of(row: Outgoing) -> tuple[str, int]:
    return row.channel, row.gateway_id or 0


def _claim(at: datetime) -> list[Outgoing]:
    with transaction.atomic(durable=True):
        due = list(
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(state=OutgoingState.QUEUED, send_after__lte=at)
            .order_by("send_after", "id")[:CHUNK]
        )
        settle_expired([row for row in due if _is_late(row, at)], at)
        safe = [row for row in due if row.state == OutgoingState.QUEUED and _is_safe_now(row, at)]
        for channel, group in groupby(
            sorted(safe, key=lambda row: (row.channel, row.pk)), lambda row: row.channel
        ):
            _take_turns(channel, list(group), at)
        Outgoing.objects.bulk_update(due, ["send_after", "state", "claimed_at", "attempts", "gateway"])
    claimed = [row for row in due if row.state == OutgoingState.SENDING]
    return sorted(claimed, key=lambda row: (*_lane_of(row), row.pk))


def _is_late(row: Outgoing, at: datetime) -> bool:
    return row.expires_at is not None and at >= row.expires_at


def _is_safe_now(row: Outgoing, at: datetime) -> bool:
    """Tell whether the party may be reached now; if not, it waits for its hour."""
    row.send_after = max(row.send_after, next_safe(at, row.from_hour, row.to_hour, get_default_timezone()))
    return row.send_after <= at


def _take_turns(channel: str, rows: Sequence[Outgoing], at: datetime) -> None:
    turn = routes.take_turn(channel, len(rows), at)
    for row in rows[: turn.count]:
        row.state, row.claimed_at, row.attempts = OutgoingState.SENDING, at, row.attempts + 1
        row.gateway = turn.gateway
    for row in rows[turn.count :]:
        row.send_after = turn.then


def _send_by(channel: Channel | None, claimed: Sequence[_Claimed], at: datetime) -> None:
    if channel is None:
        for one in claimed:
            settle(one.row, OutgoingState.NO_CHANNEL, "", at)
        return
    reachable = [one for one in claimed if one.to and one.row.sealed]
    for one in claimed:
        if not one.to or not one.row.sealed:
            settle(one.row, OutgoingState.FAILED, "no_text" if one.to else "no_address", at)
    said: list[Delivery] = []
    # A channel yields one delivery for each parcel; what it leaves open stays `sending` and becomes uncertain.
    for one, delivery in zip(reachable, channel.send([_parcel(one) for one in reachable]), strict=False):
        note_outcome(one.row, delivery, at)
        said.append(delivery)
    if reachable and (gateway := reachable[0].row.gateway) is not None:
        note_health(gateway, said, at)


def _parcel(one: _Claimed) -> Parcel:
    subject, body = unseal(bytes(one.row.sealed), one.row.public_id.bytes)
    return Parcel(id=one.row.public_id.hex, to=one.to, subject=subject, body=body)


def mark_uncertain(*, at: datetime) -> int:
    """Say of messages whose sender has died that nobody knows whether they went out; return how many."""
    return Outgoing.objects.filter(state=OutgoingState.SENDING, claimed_at__lt=at - LEASE).update(
        state=OutgoingState.UNCERTAIN, settled_at=at, error="sender_died"
    )
