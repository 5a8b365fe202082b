"""Small tables kept in memory as one value, and how a process learns that they have changed.

Every change takes a number that was never used before (from a sequence, so that even a rolled-back change leaves none
behind). A snapshot is good as long as its number is the stored one. Elsewhere changes are seen within a second; in the
connection that makes them, at once.
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
    """Whether this thread's connection is inside a transaction that has changed the tables, or changes them now."""

    here = False
    depth = 0


class Changes:
    """The changes of a group of tables: a table of one row with a number, and the sequence that the number is from."""

    def __init__(self, *, table: str, sequence: str) -> None:
        self._table, self._sequence = table, sequence
        self._changing = _Changing()
        self._number, self._until = -1, 0.0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change the tables, one at a time until the transaction ends. Below `transaction.atomic`, as a decorator.

        Inside, what is read comes straight from the tables: a snapshot taken before the write would pass for one taken
        after it.
        """
        self._take_number()
        self._changing.here = True
        self._changing.depth += 1
        try:
            yield
        finally:
            self._changing.depth -= 1
        self._take_number()
        transaction.on_commit(self._settled)

    def _take_number(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._table} (id, number) VALUES (1, nextval(%s))"  # noqa: S608 - our own names
                " ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number",
                [self._sequence],
            )

    def _settled(self) -> None:
        """The change is everybody's now: this connection need not ask anew for every read."""
        self._changing.here = False
        self._until = 0.0

    @property
    def under_way(self) -> bool:
        return self._changing.depth > 0

    def current(self) -> int:
        """Return the number of the last change."""
        if self._changing.here and connection.in_atomic_block:
            return self._stored()
        if self._changing.here or time.monotonic() >= self._until:
            self._changing.here = False
            self._number = self._stored()
            self._until = time.monotonic() + FRESH_SECONDS
        return self._number

    def _stored(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {self._table} WHERE id = 1")  # noqa: S608 - our own name
            row = cursor.fetchone()
        return int(row[0]) if row else 0


class Snapshot(Generic[T]):
    """A value read from the tables once and kept until they change."""

    def __init__(self, changes: Changes, read: Callable[[], T]) -> None:
        self._changes, self._read = changes, read
        self._kept: tuple[int, T] | None = None

    def get(self) -> T:
        if self._changes.under_way:
            return self._read()
        number = self._changes.current()
        kept = self._kept
        if kept is not None and kept[0] == number:
            return kept[1]
        value = self._read()
        self._kept = (number, value)
        return value
