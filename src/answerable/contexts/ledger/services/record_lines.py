"""Append lines to the journal, in the transaction of the acts that they tell of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NewType

from django.db import transaction

from answerable.contexts.ledger.line import Entry, Head, Made, make_line
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.ledger.rows import Rows
from answerable.kernel.actor import Actor
from answerable.kernel.arrays import bytea_array, plain_array, text_array
from answerable.kernel.prepared import execute_prepared
from answerable.kernel.rows import next_ids

LineId = NewType("LineId", int)

# New chains start at 0; the lock is taken in the order of the chains, so that two writers can't wait for each other.
_LOCK_HEADS = """
INSERT INTO ledger_chainhead (chain, case_seq, leaf_hash)
SELECT chain, 0, ''::bytea FROM unnest(%(chain)s::text[]) AS c (chain) ORDER BY chain
ON CONFLICT (chain) DO UPDATE SET case_seq = ledger_chainhead.case_seq
RETURNING chain, case_seq, leaf_hash
"""

_LINES = """
WITH made AS (
  SELECT * FROM unnest(%(id)s::bigint[], %(at)s::timestamptz[], %(code)s::text[], %(chain)s::text[],
    %(case_seq)s::int[], %(commit_pub)s::bytea[], %(commit_int)s::bytea[], %(leaf_hash)s::bytea[], %(pub)s::text[],
    %(r_pub)s::bytea[], %(internal)s::text[], %(r_int)s::bytea[])
    AS m (id, at, code, chain, case_seq, commit_pub, commit_int, leaf_hash, pub, r_pub, internal, r_int)
),
lines AS (
  INSERT INTO ledger_journalline (id, at, code, chain, case_seq, commit_pub, commit_int, leaf_hash)
  SELECT id, at, code, chain, case_seq, commit_pub, commit_int, leaf_hash FROM made
),
openings AS (
  INSERT INTO ledger_journalopening (line_id, pub, r_pub, internal, r_int)
  SELECT id, pub::jsonb, r_pub, internal::jsonb, r_int FROM made
)
"""
# The sequencer has no rights to the heads of chains; its pads are in none.
_WRITE_UNCHAINED = _LINES + "SELECT id FROM made LIMIT 1"  # noqa: S608 (constants)
_WRITE = (
    _LINES
    + """
UPDATE ledger_chainhead h SET case_seq = n.case_seq, leaf_hash = n.leaf_hash
FROM unnest(%(head)s::text[], %(head_seq)s::int[], %(head_leaf)s::bytea[]) AS n (chain, case_seq, leaf_hash)
WHERE h.chain = n.chain
RETURNING h.chain
"""
)


def record(
    *,
    actor: Actor,
    code: str,
    at: datetime,
    chain: str = "",
    pub: Mapping[str, Any] | None = None,
    internal: Mapping[str, Any] | None = None,
    rows: Rows | None = None,
) -> LineId:
    """Append one line; see `record_many`."""
    return record_many([Entry(actor, code, at, chain, pub, internal or {}, rows or {})])[0]


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
    execute_prepared(_WRITE if heads else _WRITE_UNCHAINED, _columns(keys, entries, made, heads))
    return [LineId(key) for key in keys]


def _lock_heads(chains: Sequence[str]) -> dict[str, Head]:
    if not chains:
        return {}
    rows = execute_prepared(_LOCK_HEADS, {"chain": text_array(chains)})
    return {chain: Head(seq, bytes(leaf)) for chain, seq, leaf in rows}


def _make(entry: Entry, head: Head | None) -> tuple[int | None, Made]:
    """Return the line with its number in the chain, and move the head past it."""
    made = make_line(entry, head)
    if head is None:
        return None, made
    head.case_seq, head.leaf_hash = head.case_seq + 1, made.leaf_hash
    return head.case_seq, made


def _columns(
    keys: Sequence[int],
    entries: Sequence[Entry],
    made: Sequence[tuple[int | None, Made]],
    heads: Mapping[str, Head],
) -> dict[str, str]:
    """Return the columns as arrays: a thousand lines are written by one statement, without a model for each."""
    lines = [line for _, line in made]
    return {
        "id": plain_array(keys),
        "at": plain_array(line.at for line in lines),
        "code": text_array(entry.code for entry in entries),
        "chain": text_array(entry.chain for entry in entries),
        "case_seq": plain_array(seq for seq, _ in made),
        "commit_pub": bytea_array(line.commit_pub for line in lines),
        "commit_int": bytea_array(line.commit_int for line in lines),
        "leaf_hash": bytea_array(line.leaf_hash for line in lines),
        "pub": text_array(line.pub for line in lines),
        "r_pub": bytea_array(line.r_pub for line in lines),
        "internal": text_array(line.internal for line in lines),
        "r_int": bytea_array(line.r_int for line in lines),
        "head": text_array(heads),
        "head_seq": plain_array(head.case_seq for head in heads.values()),
        "head_leaf": bytea_array(head.leaf_hash for head in heads.values()),
    }
