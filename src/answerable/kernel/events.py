"""The event bus: facts in the past tense, told upwards.

An event is a frozen dataclass of ids, owned by the lower context. A subscriber always receives a
sequence, because acts on many rows tell of many facts at once.

`@at_once` subscribers run inside the transaction of the act and can fail it. `@afterwards` subscribers
become jobs of the queue, written by that same transaction in chunks; each must be harmless when repeated.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Event:
    """The base of all events: a fact of ids and plain values, never of models."""


E = TypeVar("E", bound=Event)
Subscriber = Callable[[Sequence[E]], None]
Listener = Callable[[Sequence[Event]], None]

_at_once: dict[type[Event], list[Subscriber[Any]]] = defaultdict(list)
_afterwards: dict[type[Event], list[str]] = defaultdict(list)
_by_name: dict[str, tuple[type[Event], Subscriber[Any]]] = {}
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def at_once(event: type[E]) -> Callable[[Subscriber[E]], Subscriber[E]]:
    """Run the decorated function in the transaction of whoever publishes `event`."""

    def subscribe(function: Subscriber[E]) -> Subscriber[E]:
        _at_once[event].append(function)
        return function

    return subscribe


def afterwards(event: type[E]) -> Callable[[Subscriber[E]], Subscriber[E]]:
    """Run the decorated function as a job after the transaction, at least once."""

    def subscribe(function: Subscriber[E]) -> Subscriber[E]:
        name = f"{function.__module__}.{function.__qualname__}"
        _afterwards[event].append(name)
        _by_name[name] = (event, function)
        return function

    return subscribe


def subscribers() -> Mapping[str, type[Event]]:
    """Return the names of all afterwards subscribers with the event each one waits for."""
    return {name: event for name, (event, _) in _by_name.items()}


def publish(
    events: Sequence[Event], *, defer: "Callable[[str, list[list[Any]]], None] | None" = None
) -> None:
    """Tell of what has happened. Call it last in an act, inside its transaction."""
    listener = _listener.get()
    for kind, group in _grouped(events).items():
        for subscriber in _at_once[kind]:
            subscriber(group)
        if listener is not None:
            listener(group)
        elif _afterwards[kind]:
            _defer_group(kind, group, defer or _queue())


def _grouped(events: Sequence[Event]) -> Mapping[type[Event], list[Event]]:
    by_type: dict[type[Event], list[Event]] = defaultdict(list)
    for event in events:
        by_type[type(event)].append(event)
    return by_type


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell a listener of everything instead of the queue, which hears nothing while this lasts.

    For whoever runs time themselves, such as the demo city. They call `run_afterwards` when the acts are committed.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def run_afterwards(events: Sequence[Event]) -> None:
    """Run the `@afterwards` subscribers of these events now, as the queue would have."""
    for kind, group in _grouped(events).items():
        for name in _afterwards[kind]:
            _by_name[name][1](group)


def run_subscriber(name: str, raw: Sequence[Mapping[str, Any]]) -> None:
    """Hand a chunk of events, as they were written to the queue, to the subscriber of that name."""
    kind, function = _by_name[name]
    read = TypeAdapter(kind)
    function([read.validate_python(fields) for fields in raw])


def _defer_group(
    kind: type[Event], group: Sequence[Event], defer: Callable[[str, list[list[Any]]], None]
) -> None:
    write = TypeAdapter(kind)
    raw = [write.dump_python(event, mode="json") for event in group]
    chunks = [raw[start : start + CHUNK] for start in range(0, len(raw), CHUNK)]
    for name in _afterwards[kind]:
        defer(name, chunks)


def _queue() -> Callable[[str, list[list[Any]]], None]:
    # The queue needs a configured Django; the bus itself does not, so that rules can be tested without.
    from answerable.kernel.jobs import defer_subscriber  # noqa: PLC0415

    return defer_subscriber
