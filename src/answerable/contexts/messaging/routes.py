"""Which gateway carries a channel at this moment, and how many messages it may take now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from answerable.contexts.messaging.channels.protocol import Channel, channel_for, channel_names
from answerable.contexts.messaging.gateways.protocol import adapter_for, adapters
from answerable.contexts.messaging.lane import Lane
from answerable.contexts.messaging.models import Gateway

# After so many failures in a row another gateway of the channel goes first, until this one has rested.
TROUBLED_AFTER = 3
REST = timedelta(minutes=5)
# How much may go out at once after a pause; more waits for its second.
BURST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """`count` messages may go by this gateway now; the rest not before `then`."""

    gateway: Gateway | None
    count: int
    then: datetime


def is_ready(channel: str) -> bool:
    """Tell whether anything can be sent by a channel, also where all of its gateways are paused and messages wait."""
    return channel_for(channel) is not None or gateways_of(channel).exists()


def ready_channels() -> frozenset[str]:
    """Return the channels by which something can be sent, with one look."""
    by_gateway = Gateway.objects.filter(kind__in=_kinds_out()).values_list("channel", flat=True).distinct()
    return frozenset(by_gateway) | {name for name in channel_names() if channel_for(name)}


def _kinds_out() -> list[str]:
    return [one.kind for one in adapters() if one.sends]


def gateways_of(channel: str) -> "QuerySet[Gateway]":
    """Return the gateways by which a channel can be sent, paused or not."""
    return Gateway.objects.filter(channel=channel, kind__in=_kinds_out())


def way(channel: str, gateway: Gateway | None) -> Channel | None:
    """Return what carries parcels: the gateway, or the channel of the settings."""
    if gateway is None:
        return channel_for(channel)
    adapter = adapter_for(gateway.kind)
    return Lane(gateway, adapter) if adapter is not None else None


def take_turn(channel: str, wanted: int, at: datetime) -> Turn:
    """Take part of a gateway's allowance, in the transaction of the claim: no two senders take the same part."""
    if channel_for(channel) is not None:
        return Turn(None, wanted, at)
    every = list(gateways_of(channel).select_for_update().order_by("rank", "id"))
    if not every:
        return Turn(None, wanted, at)
    open_now = [one for one in every if one.paused_at is None]
    if not open_now:
        return Turn(None, 0, at + timedelta(minutes=1))
    gateway = min(open_now, key=lambda one: (_is_troubled(one, at), one.rank, one.pk))
    return _allowance(gateway, wanted, at)


def _is_troubled(gateway: Gateway, at: datetime) -> bool:
    resting = gateway.failed_at is not None and at - gateway.failed_at < REST
    return resting and gateway.failures >= TROUBLED_AFTER


def _allowance(gateway: Gateway, wanted: int, at: datetime) -> Turn:
    busy = max(gateway.busy_until or at, at)
    free = (at + BURST - busy) // timedelta(seconds=1 / gateway.per_second)
    count = max(0, min(wanted, free))
    gateway.busy_until = busy + count * timedelta(seconds=1 / gateway.per_second)
    gateway.save(update_fields=["busy_until"])
    return Turn(gateway, count, gateway.busy_until)
