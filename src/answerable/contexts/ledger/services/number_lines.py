"""Give lines their places in the tree: contiguous, each line once, whatever order transactions end in.

Lines are never numbered by their keys: transactions end in another order than they began. A line is fresh while it has
no leaf. So that not the whole journal has to be asked, lines of transactions that had all ended when everything was
last numbered are passed over; what a transaction that is still running will write has a later number than that.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.services.record_lines import record_many
from answerable.kernel.actor import Actor

BATCH = 32_768
PAD = {"event": "pad"}
PAD_CODE = "ledger.pad"

_FRESH = """
INSERT INTO ledger_journalleaf (index, line_id, leaf_hash)
SELECT %(size)s + row_number() OVER (ORDER BY fresh.id) - 1, fresh.id, fresh.leaf_hash
FROM (
  SELECT l.id, l.leaf_hash FROM ledger_journalline l
  WHERE l.txid >= %(since)s AND NOT EXISTS (SELECT 1 FROM ledger_journalleaf f WHERE f.line_id = l.id)
  ORDER BY l.id LIMIT %(limit)s
) fresh
"""

_PADS = """
INSERT INTO ledger_journalleaf (index, line_id, leaf_hash)
SELECT %(size)s + row_number() OVER (ORDER BY id) - 1, id, leaf_hash
FROM ledger_journalline WHERE id = ANY(%(keys)s)
"""


@dataclass(slots=True)
class Horizon:
    """Every transaction below has ended, and its lines are numbered. Lives as long as the sequencer's connection."""

    txid: int = 0


def tree_size() -> int:
    """Return how many leaves are numbered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM ledger_journalleaf")
        [(size,)] = cursor.fetchall()
    return int(size)


@transaction.atomic
def number_lines(horizon: Horizon, *, limit: int = BATCH) -> int:
    """Number the next fresh lines in the order of their keys, and return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        [(oldest_running,)] = cursor.fetchall()
        cursor.execute(_FRESH, {"size": tree_size(), "since": horizon.txid, "limit": limit})
        numbered: int = cursor.rowcount
    if numbered < limit:
        horizon.txid = int(oldest_running)
    return numbered


@transaction.atomic
def number_pads(*, actor: Actor, count: int, at: datetime) -> None:
    """Write lines that say nothing and number them: how much was written is nobody's to read off the log."""
    keys = record_many([Entry(actor, PAD_CODE, at, pub=PAD) for _ in range(count)])
    with connection.cursor() as cursor:
        cursor.execute(_PADS, {"size": tree_size(), "keys": list(keys)})
