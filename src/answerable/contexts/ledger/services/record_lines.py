"""Append lines to the journal, in the transaction of the acts that they tell of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NewType

from django.db import connection, transaction

from answerable.contexts.ledger.line import Entry, Head, make_line
from answerable.contexts.ledger.models import JournalLine, JournalOpening
from answerable.kernel.actor import Actor
from answerable.kernel.rows import insert_rows, next_ids

LineId = NewType("LineId", int)

# New chains start at 0; the lock is taken in the order of the chains, so that two writers can't wait for each other.
_LOCK_HEADS = """
INSERT INTO ledger_chainhead (chain, case_seq, leaf_hash)
SELECT chain, 0, ''::bytea FROM unnest(%s::text[]) AS c (chain) ORDER BY chain
ON CONFLICT (chain) DO UPDATE SET case_seq = ledger_chainhead.case_seq
RETURNING chain, case_seq, leaf_hash
"""

_MOVE_HEADS = """
UPDATE ledger_chainhead h SET case_seq = n.case_seq, leaf_hash = n.leaf_hash
FROM unnest(%s::text[], %s::int[], %s::bytea[]) AS n (chain, case_seq, leaf_hash)
WHERE h.chain = n.chain
"""


def record(
    *,
    actor: Actor,
    code: str,
    at: datetime,
    chain: str = "",
    pub: Mapping[str, Any] | None = None,
    internal: Mapping[str, Any] | None = None,
) -> LineId:
    """Append one line; see `record_many`."""
    return record_many([Entry(actor, code, at, chain, pub, internal or {})])[0]


@transaction.atomic
def record_many(entries: Sequence[Entry]) -> list[LineId]:
    """Append a line for each entry, in their order; entries of one chain follow one another.

    The public part of a line that belongs to a chain always carries `case`, `case_seq`, `prev` (base64 of the
    chain's previous leaf hash, empty for the first) and `event`.
    """
    if not entries:
        return []
    heads = _lock_heads(sorted({entry.chain for entry in entries if entry.chain}))
    made = [_make(entry, heads.get(entry.chain)) for entry in entries]
    keys = next_ids(JournalLine, len(made))
    for (line, opening), key in zip(made, keys, strict=True):
        line.pk = opening.pk = key
    insert_rows([line for line, _ in made])
    insert_rows([opening for _, opening in made])
    _move_heads(heads)
    return [LineId(key) for key in keys]


def _lock_heads(chains: Sequence[str]) -> dict[str, Head]:
    if not chains:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_HEADS, [list(chains)])
        return {chain: Head(seq, bytes(leaf)) for chain, seq, leaf in cursor.fetchall()}


def _move_heads(heads: Mapping[str, Head]) -> None:
    if heads:
        numbers = [head.case_seq for head in heads.values()]
        leaves = [head.leaf_hash for head in heads.values()]
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_HEADS, [list(heads), numbers, leaves])


def _make(entry: Entry, head: Head | None) -> tuple[JournalLine, JournalOpening]:
    made = make_line(entry, head)
    if head is not None:
        head.case_seq, head.leaf_hash = head.case_seq + 1, made.leaf_hash
    line = JournalLine(
        at=made.at,
        code=entry.code,
        chain=entry.chain,
        case_seq=head.case_seq if head else None,
        commit_pub=made.commit_pub,
        commit_int=made.commit_int,
        leaf_hash=made.leaf_hash,
    )
    return line, JournalOpening(pub=made.pub, r_pub=made.r_pub, internal=made.internal, r_int=made.r_int)
