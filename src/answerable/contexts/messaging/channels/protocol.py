"""What a way out has to be able to do, and which there are.

E-mail goes by the one relay of the settings. Every other channel goes by the gateways that the bureau has set up
(`gateways/`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from answerable.contexts.messaging.enums import Outcome


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to be handed over. `id` is stable over attempts, so that a peer can see a repeat."""

    id: str
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a parcel; `error` is a short code without personal data, `peer_id` how the peer calls it."""

    outcome: Outcome
    error: str = ""
    peer_id: str = ""
    segments: int = 0


class Channel(Protocol):
    @property
    def name(self) -> str: ...

    def is_ready(self) -> bool:
        """Tell whether this installation is set up to send by it."""
        ...

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Hand over one parcel after the other, and yield what became of each as soon as it is known."""
        ...


_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a way out known under its name; a second of the same name replaces the first."""
    _channels[channel.name] = channel


def channel_names() -> list[str]:
    """Return the names of all ways out, set up or not."""
    return sorted(_channels)


def channel_for(name: str) -> Channel | None:
    """Return the way out of that name if it is set up."""
    channel = _channels.get(name)
    return channel if channel is not None and channel.is_ready() else None
