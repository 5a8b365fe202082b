"""Calls of peers: whose gateway it is, whether the call is its own, and what it holds."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import F

from answerable.contexts.messaging.errors import CallRefused, GatewayNotFound
from answerable.contexts.messaging.gateways.protocol import Arrived, Call, adapter_for
from answerable.contexts.messaging.lane import config_of
from answerable.contexts.messaging.models import Gateway, SeenNonce


@dataclass(frozen=True, slots=True)
class Taken:
    """A call that was its peer's."""

    gateway: Gateway
    arrived: Arrived


def read_call(gateway_id: UUID, call: Call, *, at: datetime) -> Taken:
    """Check a call and read it. What it holds is to be taken in before the peer is answered.

    The same call once more (a repeat of the network) is read again, since everything in it is known by its own number;
    the same nonce over other bytes is refused.

    Raises:
        GatewayNotFound: there is none, or it is paused.
        CallRefused: it is not what was agreed; the gateway's page counts it.
    """
    row = Gateway.objects.filter(public_id=gateway_id, paused_at__isnull=True).first()
    adapter = adapter_for(row.kind) if row is not None else None
    if row is None or adapter is None:
        raise GatewayNotFound
    try:
        arrived = adapter.read(config_of(row), call, at)
        _use_nonce(row, arrived.nonce, call, at)
    except CallRefused:
        Gateway.objects.filter(pk=row.pk).update(refused=F("refused") + 1)
        raise
    return Taken(row, arrived)


def _use_nonce(row: Gateway, nonce: bytes, call: Call, at: datetime) -> None:
    if not nonce:
        return
    body = sha256(call.body).digest()
    one = SeenNonce(gateway=row, nonce=nonce, body=body, at=at)
    SeenNonce.objects.bulk_create([one], ignore_conflicts=True)
    kept = SeenNonce.objects.filter(gateway=row, nonce=nonce).values_list("body", flat=True).first()
    if kept is None or bytes(kept) != body:
        raise CallRefused("nonce")
