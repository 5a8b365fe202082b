"""Every leaf again, in the order of the tree: its line, its opening, its place, and its tile."""

import hmac
import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.leaf import leaf_bytes
from answerable.contexts.ledger.published import Published, TileMissing
from answerable.contexts.ledger.services.erase_openings import ERASED_CODE
from answerable.contexts.ledger.services.recover import LOST_CODE
from answerable.contexts.ledger.tlog.merkle import HASH_SIZE, leaf_hash
from answerable.contexts.ledger.tlog.tiles import WIDTH, Tile

_ROWS = """
SELECT f.index, f.leaf_hash, f.line_id, l.id, l.at, l.code, l.chain, l.commit_pub, l.commit_int, l.leaf_hash,
  o.line_id, o.pub::text, o.r_pub, o.internal::text, o.r_int
FROM ledger_journalleaf f
LEFT JOIN ledger_journalline l ON l.id = f.line_id
LEFT JOIN ledger_journalopening o ON o.line_id = l.id
ORDER BY f.index
"""
_WAITING = """
SELECT NULL, NULL, NULL, l.id, l.at, l.code, l.chain, l.commit_pub, l.commit_int, l.leaf_hash,
  o.line_id, o.pub::text, o.r_pub, o.internal::text, o.r_int
FROM ledger_journalline l
LEFT JOIN ledger_journalopening o ON o.line_id = l.id
WHERE NOT EXISTS (SELECT FROM ledger_journalleaf f WHERE f.line_id = l.id)
"""
_AT_ONCE = 5000
_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_PUB, _INT = b"answerable/commit/v1\npub\n", b"answerable/commit/v1\nint\n"


class Row(NamedTuple):
    """A leaf as the database has it."""

    position: int | None
    leaf: bytes | None
    line_id: int | None
    id: int | None
    at: datetime
    code: str
    chain: str
    commit_pub: bytes
    commit_int: bytes
    line_leaf: bytes
    opening: int | None
    pub: str | None
    r_pub: bytes
    internal: str | None
    r_int: bytes


class Leaves:
    """A pass over all lines. What is missing is held against what says so at the end."""

    def __init__(self, report: Report, published: Published) -> None:
        self.report = report
        self.published = published
        self._closed: dict[bytes, str] = {}
        self._named: set[bytes] = set()
        self._lost: dict[bytes, str] = {}
        self._number, self._tile = -1, b""

    def hashes(self, size: int) -> Iterator[tuple[int, bytes, datetime | None]]:
        """Return index, hash and time of every leaf that was signed; those of missing ones come out of the tiles."""
        expected = 0
        for row in _rows(_ROWS):
            assert row.position is not None
            if row.position > expected:
                yield from self._missing(expected, min(row.position, size))
            expected = row.position + 1
            self._check(row, f"index {row.position}")
            found = row.leaf or b""
            self._compare_with_tile(row.position, found, size)
            yield row.position, found, row.at if row.id else None
        if expected < size:
            yield from self._missing(expected, size)

    def check_waiting(self) -> None:
        """Check the lines that have no place in the tree yet."""
        for row in _rows(_WAITING):
            self.report.waiting += 1
            self._check(row, f"line {row.id}, not sealed yet")

    def finish(self) -> None:
        """Say which openings and lines are missing without a line that says why."""
        for leaf, where in self._closed.items():
            if leaf in self._named:
                self.report.erased += 1
            else:
                self.report.tell("opening_missing", where, "the opening is gone and no erasure names it")
        for leaf, where in self._lost.items():
            if leaf not in self._named:
                self.report.tell("line_missing", where, "the line is gone and nothing says that it was lost")

    def _missing(self, start: int, end: int) -> Iterator[tuple[int, bytes, None]]:
        if start < end:
            last = f"{start} to {end - 1}" if end - start > 1 else str(start)
            self.report.tell("leaf_missing", f"index {last}", f"{end - start} signed lines are not here")
        for index in range(start, end):
            yield index, self._in_tile(index, end) or b"\0" * HASH_SIZE, None

    def _check(self, row: Row, where: str) -> None:
        self.report.lines += 1
        if row.id is None:
            leaf = row.leaf or b""
            if row.line_id is None:
                self._lost[leaf] = where
            else:
                self.report.tell("line_missing", where, f"line {row.line_id} was deleted")
            return
        real = leaf_hash(leaf_bytes(row.at, row.commit_pub, row.commit_int))
        if real != row.line_leaf or (row.leaf is not None and real != row.leaf):
            self.report.tell("line_edited", f"{where}, line {row.id}", "its time or commitments were changed")
        if row.opening is None:
            self._closed[row.line_leaf] = f"{where}, line {row.id}"
        else:
            self._check_opening(row, f"{where}, line {row.id}")

    def _check_opening(self, row: Row, where: str) -> None:
        pub = json.loads(row.pub) if row.pub is not None else None
        internal = json.loads(row.internal) if row.internal is not None else None
        if hmac.digest(row.r_pub, _PUB + _ENCODE(pub).encode(), "sha256") != row.commit_pub:
            self.report.tell("opening_edited", where, "its public part is not what was committed to")
        if hmac.digest(row.r_int, _INT + _ENCODE(internal).encode(), "sha256") != row.commit_int:
            self.report.tell("opening_edited", where, "its internal part is not what was committed to")
        event = (pub if row.chain else internal) or {}
        # Lines without a chain have named their act inside only since the audit came.
        if event.get("event", row.code) != row.code and row.code != "ledger.pad":
            self.report.tell("line_edited", where, "its code was changed")
        if row.code in (ERASED_CODE, LOST_CODE):
            self._named |= {b64decode(one) for one in (pub or {}).get("leaves", [])}

    def _compare_with_tile(self, index: int, found: bytes, size: int) -> None:
        if index >= size:
            return
        published = self._in_tile(index, size)
        if published is None:
            if index % WIDTH == 0:
                self.report.tell("tile_missing", f"index {index} on", "the tile is not on the disk")
        elif published != found:
            self.report.tell("leaf_differs", f"index {index}", "the published tile has another leaf here")

    def _in_tile(self, index: int, size: int) -> bytes | None:
        number = index // WIDTH
        if self._number != number:
            self._number, self._tile = number, self._read(number, size)
        start = index % WIDTH * HASH_SIZE
        return self._tile[start : start + HASH_SIZE] or None

    def _read(self, number: int, size: int) -> bytes:
        try:
            return self.published.read_tile(Tile(0, number, min(WIDTH, size - number * WIDTH)))
        except TileMissing:
            return b""


def _rows(sql: str) -> Iterator[Row]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while batch := cursor.fetchmany(_AT_ONCE):
            yield from map(Row._make, batch)
