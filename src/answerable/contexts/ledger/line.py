"""Work out a line of the journal and its openings from an act."""

import os
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from answerable.contexts.ledger.canonical import canonical
from answerable.contexts.ledger.leaf import commit, leaf_bytes, leaf_hash
from answerable.contexts.ledger.rows import Rows
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """An act to be journalled. `pub` is what the resident may see of it, `internal` the rest.

    Both hold plain JSON without floats, and no personal data but what `internal` needs to prove the act. `rows` is what
    the act has left behind in tables (`told`); it stands in the internal part.
    """

    actor: Actor
    code: str
    at: datetime
    chain: str = ""
    pub: Mapping[str, Any] | None = None
    internal: Mapping[str, Any] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)


@dataclass(slots=True)
class Head:
    """The end of a chain: the number and leaf hash of its last line; 0 and nothing before the first."""

    case_seq: int
    leaf_hash: bytes


class Made(NamedTuple):
    """A line and its opening, ready to be written; both parts in their canonical bytes."""

    at: datetime
    commit_pub: bytes
    commit_int: bytes
    leaf_hash: bytes
    pub: str | None
    r_pub: bytes
    internal: str
    r_int: bytes


def make_line(entry: Entry, head: Head | None) -> Made:
    """Return the line that follows `head` (None for an act that belongs to no chain)."""
    pub = _public_part(entry, head)
    internal = {"actor": entry.actor.name, **entry.internal}
    if entry.rows:
        internal["rows"] = entry.rows
    if head is None:
        # A line in a chain names its act in the public part; one in none would not be held to its code.
        internal["event"] = entry.code
    r_pub, r_int = os.urandom(32), os.urandom(32)
    raw_pub, raw_int = canonical(pub), canonical(internal)
    commit_pub, commit_int = commit("pub", r_pub, raw_pub), commit("int", r_int, raw_int)
    at = entry.at.replace(microsecond=0)
    digest = leaf_hash(leaf_bytes(at, commit_pub, commit_int))
    said = None if pub is None else raw_pub.decode()
    return Made(at, commit_pub, commit_int, digest, said, r_pub, raw_int.decode(), r_int)


def _public_part(entry: Entry, head: Head | None) -> dict[str, Any] | None:
    if head is None:
        return dict(entry.pub) if entry.pub is not None else None
    return {
        **(entry.pub or {}),
        "case": entry.chain,
        "case_seq": head.case_seq + 1,
        "prev": b64encode(head.leaf_hash).decode(),
        "event": entry.code,
    }
