"""The statement that keeps submissions: every column as an array, so that one and a thousand are written alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.contexts.intake.domain.sameness import WITHIN, Keys
from answerable.contexts.intake.domain.submission import NewSubmission
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.api import ChainStarts
from answerable.kernel import row_security
from answerable.kernel.arrays import bytea_array, plain_array, text_array
from answerable.kernel.prepared import execute_prepared

# Column and type of its array. Lists within rows travel as text, because arrays of PostgreSQL are rectangular.
_COLUMNS = (
    ("reference", "text"),
    ("code_hash", "text"),
    ("channel", "text"),
    ("source_id", "text"),
    ("same_key", "bytea"),
    ("replay_key", "bytea"),
    ("content_digest", "bytea"),
    ("received_at", "timestamptz"),
    ("said_at", "timestamptz"),
    ("language", "text"),
    ("title", "text"),
    ("text", "text"),
    ("place", "text"),
    ("lat", "float8"),
    ("lon", "float8"),
    ("topic_code", "text"),
    ("kind", "text"),
    ("accused_words", "text"),
    ("accused_units", "text"),
    ("accused_posts", "text"),
    ("attachment_ids", "text"),
    ("urgent", "bool"),
    ("confidential", "bool"),
    ("wants_answer", "bool"),
    ("send_receipt", "bool"),
    ("contact", "bytea"),
)
_CAST = {"accused_units": "::bigint[]", "accused_posts": "::bigint[]", "attachment_ids": "::uuid[]"}
_LITERAL: dict[str, Callable[[Iterable[Any]], str]] = {"text": text_array, "bytea": bytea_array}
_NAMES = ", ".join(name for name, _ in _COLUMNS)
_GIVEN = (*_COLUMNS, ("before_key", "bytea"))
_MANY = f"SELECT * FROM unnest({', '.join(f'%({name})s::{kind}[]' for name, kind in _GIVEN)})"  # noqa: S608
# For a single row PostgreSQL takes half the time when its values do not come out of arrays.
_ONE = f"SELECT {', '.join(f'%({name})s::{kind}' for name, kind in _GIVEN)}"
# Everything reads from the door, so nothing is looked up or written before it is open.
_INSERT = f"""
WITH {row_security.DOOR},
given ({_NAMES}, before_key) AS (SELECT g.* FROM door CROSS JOIN LATERAL (%s) AS g),
begun (chain) AS (
  INSERT INTO intake_submission ({_NAMES}, state, case_reference, reason_zh, reason_en, attempts, error)
  SELECT {", ".join(name + _CAST.get(name, "") for name, _ in _COLUMNS)}, 'waiting', '', '', '', 0, ''
  FROM given
  WHERE before_key IS NULL OR NOT EXISTS (
    SELECT FROM intake_submission b
    WHERE (SELECT opened FROM door) = 'system'
      AND b.same_key = given.before_key AND b.received_at > given.received_at - make_interval(secs => %%(within)s))
  ON CONFLICT DO NOTHING
  RETURNING reference
),
"""  # noqa: S608
_INSERT_MANY = _INSERT % _MANY
_INSERT_ONE = _INSERT % _ONE


@dataclass(frozen=True, slots=True)
class Row:
    """A submission that is about to be written."""

    reference: str
    code_hash: str
    received_at: datetime
    contact: bytes | None
    new: NewSubmission
    keys: Keys


def insert_row(row: Row, start: ChainStarts) -> set[str]:
    """Write one if it was not there before, with the first line of its chain; return its reference then."""
    values = dict(zip((name for name, _ in _GIVEN), _values(row), strict=True))
    return _begun(_INSERT_ONE, values, start)


def insert_rows(rows: Sequence[Row], starts: ChainStarts) -> set[str]:
    """Write those that were not there before, each with the first line of its chain; return their references."""
    columns = zip(*(_values(row) for row in rows), strict=True)
    values = {
        name: _LITERAL.get(kind, plain_array)(column)
        for (name, kind), column in zip(_GIVEN, columns, strict=True)
    }
    return _begun(_INSERT_MANY, values, starts)


def _begun(insert: str, values: dict[str, Any], starts: ChainStarts) -> set[str]:
    statement = insert + starts.ctes.strip() + " SELECT chain FROM begun"  # noqa: S608
    params = {**values, **starts.params, "within": WITHIN.total_seconds()}
    with row_security.system_in_statement("intake.receive"):
        return {reference for (reference,) in execute_prepared(statement, params)}


def written_rows(rows: Sequence[Row]) -> set[str]:
    """Return the references of these rows that are in the database."""
    references = [row.reference for row in rows]
    with row_security.system("intake.receive"):
        return set(Submission.objects.filter(reference__in=references).values_list("reference", flat=True))


def _values(row: Row) -> tuple[object, ...]:
    new, keys = row.new, row.keys
    return (
        row.reference,
        row.code_hash,
        new.channel,
        new.source_id,
        keys.same,
        keys.replay,
        keys.content,
        row.received_at,
        new.said_at,
        new.language,
        new.title,
        new.text,
        new.place,
        new.lat,
        new.lon,
        new.topic_code,
        new.kind,
        new.accused_words,
        _array(new.accused_units),
        _array(new.accused_posts),
        _array(new.attachment_ids),
        new.urgent,
        new.confidential,
        new.wants_answer,
        new.send_receipt,
        row.contact,
        keys.before,
    )


def _array(values: Sequence[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}" if values else "{}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was kept under a key."""

    reference: str
    received_at: datetime
    content_digest: bytes
    replay_key: bytes | None
    has_code: bool


@dataclass(frozen=True, slots=True)
class EarlierRows:
    same: dict[bytes, Earlier]
    replay: dict[bytes, Earlier]

    def of(self, keys: Keys) -> Earlier | None:
        """Return what these keys were kept as: by the Idempotency-Key, by the same key, by the day before."""
        found = self.replay.get(keys.replay) if keys.replay else None
        return found or self.same.get(keys.same) or (self.same.get(keys.before) if keys.before else None)

    def leaves(self) -> dict[str, bytes]:
        """Return the leaves of the lines by which they were received."""
        references = {row.reference for row in (*self.same.values(), *self.replay.values())}
        with row_security.system("intake.receive"):
            return ledger.first_leaves(references) if references else {}


def earlier_rows(keys: Sequence[Keys]) -> EarlierRows:
    """Look up what was kept under any of the keys."""
    same = [one.same for one in keys] + [one.before for one in keys if one.before]
    replays = [one.replay for one in keys if one.replay]
    rows = Submission.objects.filter(same_key__in=same) | Submission.objects.filter(replay_key__in=replays)
    found = EarlierRows({}, {})
    with row_security.system("intake.receive"):
        known = list(
            rows.only("reference", "received_at", "content_digest", "replay_key", "code_hash", "same_key")
        )
    for row in known:
        replay = bytes(row.replay_key) if row.replay_key else None
        earlier = Earlier(
            row.reference, row.received_at, bytes(row.content_digest), replay, bool(row.code_hash)
        )
        found.same[bytes(row.same_key)] = earlier
        if replay:
            found.replay[replay] = earlier
    return found
