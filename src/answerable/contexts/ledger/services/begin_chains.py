"""Begin chains in the very statement that writes what they are about.

The first line of a chain has no predecessor and its reference is new, so there is no head to lock: line, opening and
head can be written as parts of the caller's own INSERT. That is one round trip and one commit for each voice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from answerable.contexts.ledger.line import Entry, Head, make_line
from answerable.kernel.arrays import bytea_array, plain_array, text_array

_COLUMNS = {
    "chain": "text",
    "code": "text",
    "at": "timestamptz",
    "commit_pub": "bytea",
    "commit_int": "bytea",
    "leaf_hash": "bytea",
    "pub": "text",
    "r_pub": "bytea",
    "internal": "text",
    "r_int": "bytea",
}
_MANY = (
    f"SELECT * FROM unnest({', '.join(f'%(ledger_{name})s::{kind}[]' for name, kind in _COLUMNS.items())})"  # noqa: S608
)
# For a single row PostgreSQL takes half the time when its values do not come out of arrays.
_ONE = f"SELECT {', '.join(f'%(ledger_{name})s::{kind}' for name, kind in _COLUMNS.items())}"
_WRITE = f"""
ledger_first ({", ".join(_COLUMNS)}) AS (%s),
ledger_lines AS (
  INSERT INTO ledger_journalline (at, code, chain, case_seq, commit_pub, commit_int, leaf_hash)
  SELECT at, code, chain, 1, commit_pub, commit_int, leaf_hash
  FROM ledger_first JOIN begun USING (chain)
  RETURNING id, chain, leaf_hash
),
ledger_openings AS (
  INSERT INTO ledger_journalopening (line_id, pub, r_pub, internal, r_int)
  SELECT id, pub::jsonb, r_pub, internal::jsonb, r_int
  FROM ledger_lines JOIN ledger_first USING (chain)
),
ledger_heads AS (
  INSERT INTO ledger_chainhead (chain, case_seq, leaf_hash)
  SELECT chain, 1, leaf_hash FROM ledger_lines
)
"""  # noqa: S608
_WRITE_MANY = _WRITE % _MANY
_WRITE_ONE = _WRITE % _ONE


@dataclass(frozen=True, slots=True)
class ChainStarts:
    """Common table expressions that write first lines, and their parameters (named `ledger_…`).

    `leaves` are the hashes of the lines by their chains.
    They follow one called `begun (chain)`, which returns the references that the caller's INSERT really wrote.
    """

    ctes: str
    params: Mapping[str, object]
    leaves: Mapping[str, bytes] = field(default_factory=dict)


def begin_chains(entries: Sequence[Entry]) -> ChainStarts:
    """Prepare the first line of each entry's chain, to be written by the caller's statement; no chain twice."""
    made = [make_line(entry, Head(0, b"")) for entry in entries]
    return ChainStarts(
        _WRITE_MANY,
        {
            "ledger_chain": text_array(entry.chain for entry in entries),
            "ledger_code": text_array(entry.code for entry in entries),
            "ledger_at": plain_array(line.at for line in made),
            "ledger_commit_pub": bytea_array(line.commit_pub for line in made),
            "ledger_commit_int": bytea_array(line.commit_int for line in made),
            "ledger_leaf_hash": bytea_array(line.leaf_hash for line in made),
            "ledger_pub": text_array(line.pub for line in made),
            "ledger_r_pub": bytea_array(line.r_pub for line in made),
            "ledger_internal": text_array(line.internal for line in made),
            "ledger_r_int": bytea_array(line.r_int for line in made),
        },
        {entry.chain: line.leaf_hash for entry, line in zip(entries, made, strict=True)},
    )


def begin_chain(entry: Entry) -> ChainStarts:
    """Prepare the first line of one chain likewise."""
    made = make_line(entry, Head(0, b""))
    return ChainStarts(
        _WRITE_ONE,
        {
            "ledger_chain": entry.chain,
            "ledger_code": entry.code,
            "ledger_at": made.at,
            "ledger_commit_pub": made.commit_pub,
            "ledger_commit_int": made.commit_int,
            "ledger_leaf_hash": made.leaf_hash,
            "ledger_pub": made.pub,
            "ledger_r_pub": made.r_pub,
            "ledger_internal": made.internal,
            "ledger_r_int": made.r_int,
        },
        {entry.chain: made.leaf_hash},
    )
