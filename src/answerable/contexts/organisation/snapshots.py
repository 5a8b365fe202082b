"""What is kept in memory of the organisation, and how a process learns that it is out of date.

Every change gives `OrganisationVersion` a number that was never used before (from a sequence, so that even
a rolled-back change leaves none behind). A snapshot is good as long as its number is the stored one.
Elsewhere changes are seen within a second; in the connection that makes them, at once.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from django.db import connection, transaction

FRESH_SECONDS = 1.0

T = TypeVar("T")


class _Changing(threading.local):
    """Whether this thread's connection is inside a transaction that has changed the organisation, or is at it."""

    here = False
    depth = 0


class _Seen:
    """The newest number seen by this process and when, for all snapshots together."""

    def __init__(self) -> None:
        self.number = -1
        self.until = 0.0


_changing = _Changing()
_seen = _Seen()


@contextmanager
def changing() -> Iterator[None]:
    """Change the organisation, one at a time until the transaction ends. Below `transaction.atomic`, as a decorator.

    The row's lock keeps two moves from making a cycle that neither makes alone. Inside, what is read comes straight
    from the tables: a snapshot taken before the write would pass for one taken after it.
    """
    _take_number()
    _changing.here = True
    _changing.depth += 1
    try:
        yield
    finally:
        _changing.depth -= 1
    _take_number()
    transaction.on_commit(_settled)


def _settled() -> None:
    """The change is everybody's now: this connection need not ask anew for every read."""
    _changing.here = False
    _seen.until = 0.0


def _take_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_organisationversion (id, number)"
            " VALUES (1, nextval('organisation_change_number'))"
            " ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number"
        )


def _stored_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM organisation_organisationversion WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _current_number() -> int:
    if _changing.here and connection.in_atomic_block:
        return _stored_number()
    if _changing.here or time.monotonic() >= _seen.until:
        _changing.here = False
        _seen.number = _stored_number()
        _seen.until = time.monotonic() + FRESH_SECONDS
    return _seen.number


class Snapshot(Generic[T]):
    """A value read from the organisation's tables once and kept until they change."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: tuple[int, T] | None = None

    def get(self) -> T:
        if _changing.depth:
            return self._read()
        number = _current_number()
        kept = self._kept
        if kept is not None and kept[0] == number:
            return kept[1]
        value = self._read()
        self._kept = (number, value)
        return value
