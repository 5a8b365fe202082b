"""A gateway as a way out: its adapter with its settings and secrets, and a note of how it does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.contexts.messaging.channels.protocol import Delivery, Parcel
from answerable.contexts.messaging.gateways.protocol import Adapter, Config
from answerable.contexts.messaging.models import Gateway
from answerable.contexts.messaging.sealing import unseal_secrets


@dataclass(frozen=True, slots=True)
class Lane:
    """What `send_due_messages` hands parcels to."""

    gateway: Gateway
    adapter: Adapter

    @property
    def name(self) -> str:
        return self.gateway.channel

    def is_ready(self) -> bool:
        return self.gateway.paused_at is None

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Hand over by the adapter."""
        return self.adapter.send(config_of(self.gateway), parcels)


def config_of(gateway: Gateway) -> Config:
    """Return the settings of a gateway with its secrets."""
    secrets = unseal_secrets(bytes(gateway.sealed), gateway.public_id.bytes)
    return Config(gateway.public_id.hex, {**gateway.settings, **secrets})
