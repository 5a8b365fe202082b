"""Delete what lines commit to, because the law asks for it; the lines stay, and one more says so."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.rows import Rows, lasting
from answerable.contexts.ledger.services.record_lines import LineId, record_many
from answerable.contexts.ledger.tlog import b64
from answerable.kernel.actor import Actor

ERASED_CODE = "ledger.erased"
LEAVES_PER_LINE = 200

_ERASE = """
DELETE FROM ledger_journalopening o USING ledger_journalline l
WHERE l.id = o.line_id AND l.id = ANY(%s) AND left(l.code, 7) <> 'ledger.'
RETURNING l.leaf_hash, o.internal -> 'rows'
"""


@transaction.atomic
def erase_openings(*, line_ids: Sequence[LineId], basis: str, actor: Actor, at: datetime) -> int:
    """Delete the openings of those lines that still have them, and return how many did.

    `basis` names the legal ground, never a person. The ledger's own lines (erasures, losses, pads) keep theirs:
    without them an audit could not tell erasure from tampering. What the erased lines said of rows is kept there, but
    no words and no personal data: whoever calls has blanked those, and told of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [list(line_ids)])
        erased = sorted((b64.encode(bytes(leaf)), _read(rows)) for leaf, rows in cursor.fetchall())
    record_many(
        [
            _entry(actor, at, basis, erased[n : n + LEAVES_PER_LINE])
            for n in range(0, len(erased), LEAVES_PER_LINE)
        ]
    )
    return len(erased)


def _read(rows: Any) -> Rows:
    return lasting(json.loads(rows) if isinstance(rows, str) else rows or {})


def _entry(actor: Actor, at: datetime, basis: str, erased: Sequence[tuple[str, Rows]]) -> Entry:
    kept = {leaf: rows for leaf, rows in erased if rows}
    pub = {"basis": basis, "leaves": [leaf for leaf, _ in erased]}
    return Entry(actor, ERASED_CODE, at, pub=pub, internal={"kept": kept} if kept else {})
