"""Write down what became of a message, and try the party's other channel where this one has failed for good."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction

from answerable.contexts.messaging.channels.protocol import Delivery
from answerable.contexts.messaging.domain.hours import wait_after
from answerable.contexts.messaging.domain.keys import second_key
from answerable.contexts.messaging.enums import Outcome, OutgoingState
from answerable.contexts.messaging.models import Outgoing
from answerable.contexts.messaging.routes import is_ready
from answerable.contexts.messaging.sealing import seal, unseal

log = structlog.get_logger(__name__)
_STATES = {Outcome.SENT: OutgoingState.SENT, Outcome.UNCERTAIN: OutgoingState.UNCERTAIN}


def note_outcome(row: Outgoing, delivery: Delivery, at: datetime) -> None:
    """Settle a message by what the channel said; refused for now, it waits and is tried again."""
    if delivery.outcome is Outcome.REFUSED:
        wait = wait_after(row.attempts, row.public_id.bytes)
        if wait is not None:
            Outgoing.objects.filter(pk=row.pk, state=OutgoingState.SENDING).update(
                state=OutgoingState.QUEUED, send_after=at + wait, error=delivery.error[:40]
            )
            return
    row.peer_id, row.segments = delivery.peer_id[:80], delivery.segments
    settle(row, _STATES.get(delivery.outcome, OutgoingState.FAILED), delivery.error, at)


@transaction.atomic
def settle(row: Outgoing, state: OutgoingState, error: str, at: datetime) -> None:
    """Bring a message that is being sent to its end, and queue the second way if it has failed."""
    changed = Outgoing.objects.filter(pk=row.pk, state=OutgoingState.SENDING).update(
        state=state, settled_at=at, error=error[:40], peer_id=row.peer_id, segments=row.segments
    )
    if not changed:
        return
    if state is OutgoingState.SENT:
        return
    log.warning("message.not_sent", channel=row.channel, code=error, kind=row.purpose, attempts=row.attempts)
    if state is OutgoingState.FAILED:
        try_other_way([row], at)


def settle_expired(rows: Sequence[Outgoing], at: datetime) -> None:
    """End what has waited until it was no news any more. Whoever claims writes the state."""
    for row in rows:
        row.state = OutgoingState.EXPIRED
        Outgoing.objects.filter(pk=row.pk).update(settled_at=at, error="too_late")


def try_other_way(rows: Sequence[Outgoing], at: datetime) -> None:
    """Queue the same text once by the fallback that a party allowed; its key makes a repeat harmless."""
    again = [_other(row, at) for row in rows if row.fallback and row.sealed and is_ready(row.fallback)]
    Outgoing.objects.bulk_create(again, ignore_conflicts=True)


def _other(row: Outgoing, at: datetime) -> Outgoing:
    other = Outgoing(
        key=second_key(row.key, row.fallback),
        party_id=row.party_id,
        chain=row.chain,
        purpose=row.purpose,
        channel=row.fallback,
        from_hour=row.from_hour,
        to_hour=row.to_hour,
        queued_at=at,
        send_after=at,
        expires_at=row.expires_at,
    )
    other.sealed = seal(*unseal(bytes(row.sealed), row.public_id.bytes), other.public_id.bytes)
    return other


def apply_report(row: Outgoing, *, arrived: bool, error: str, at: datetime) -> None:
    """Take over what a peer reports of a message that it had accepted; an arrival is not taken back."""
    state = OutgoingState.DELIVERED if arrived else OutgoingState.FAILED
    open_states = (OutgoingState.SENDING, OutgoingState.SENT, OutgoingState.UNCERTAIN)
    told = Outgoing.objects.filter(pk=row.pk, state__in=open_states)
    changed = told.update(state=state, settled_at=at, error=error[:40])
    if changed and not arrived:
        log.warning("message.not_delivered", channel=row.channel, code=error, kind=row.purpose)
        try_other_way([row], at)
