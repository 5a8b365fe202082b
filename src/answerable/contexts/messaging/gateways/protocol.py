"""What an adapter to the outside has to be able to do, and which there are.

An adapter is one file with one class and one `register` in `apps.py`. It knows nothing of cases: it hands parcels over,
and turns what its peer says into reports of deliveries and into words of a resident.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from answerable.contexts.messaging.channels.protocol import Delivery, Parcel
from answerable.kernel.errors import Fault

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of the set-up page. A secret is sealed and never shown again."""

    name: str
    label: Words
    hint: Words = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one gateway with its secrets, by name; what was left out is empty."""

    gateway_id: str
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Call:
    """What a peer has sent us, byte for byte; names of headers are lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message that we had handed over."""

    peer_id: str
    arrived: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a resident has said by this gateway. `sender` is a claim, never a proof of who it is."""

    source_id: str
    sender: str
    text: str
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one call held, and what the peer wants to read in answer. `nonce` lets it through once."""

    reports: Sequence[Report] = ()
    heard: Sequence[Heard] = ()
    answer: str = "ok"
    nonce: bytes = b""


class Adapter(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def channel(self) -> str: ...

    @property
    def name(self) -> Words: ...

    @property
    def sends(self) -> bool:
        """Whether it hands messages over; some only bring them in."""
        ...

    @property
    def settings(self) -> Sequence[Setting]: ...

    def faults(self, config: Config) -> list[Fault]:
        """Return what is wrong with the settings, before they are kept."""
        ...

    def send(self, config: Config, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Hand over one parcel after the other, and yield what became of each as soon as it is known."""
        ...

    def read(self, config: Config, call: Call, at: datetime) -> Arrived:
        """Check the signature of a call and read it.

        Raises:
            CallRefused: it is not the peer's, too old, or not what was agreed.
        """
        ...


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    """Make an adapter known; a second of the same kind replaces the first."""
    _adapters[adapter.kind] = adapter


def adapters() -> list[Adapter]:
    """Return every adapter of this program, by kind."""
    return [_adapters[kind] for kind in sorted(_adapters)]


def adapter_for(kind: str) -> Adapter | None:
    return _adapters.get(kind)
