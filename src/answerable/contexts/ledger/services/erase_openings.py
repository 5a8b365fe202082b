"""Delete what lines commit to, because the law asks for it; the lines stay, and one more says so."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.services.record_lines import LineId, record_many
from answerable.contexts.ledger.tlog import b64
from answerable.kernel.actor import Actor

ERASED_CODE = "ledger.erased"
LEAVES_PER_LINE = 500

_ERASE = """
DELETE FROM ledger_journalopening o USING ledger_journalline l
WHERE l.id = o.line_id AND l.id = ANY(%s) AND left(l.code, 7) <> 'ledger.'
RETURNING l.leaf_hash
"""


@transaction.atomic
def erase_openings(*, line_ids: Sequence[LineId], basis: str, actor: Actor, at: datetime) -> int:
    """Delete the openings of those lines that still have them, and return how many did.

    `basis` names the legal ground, never a person. The ledger's own lines (erasures, losses, pads) keep theirs:
    without them an audit could not tell erasure from tampering.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [list(line_ids)])
        leaves = sorted(b64.encode(bytes(leaf)) for (leaf,) in cursor.fetchall())
    record_many(
        [
            Entry(
                actor,
                ERASED_CODE,
                at,
                pub={"basis": basis, "leaves": leaves[start : start + LEAVES_PER_LINE]},
            )
            for start in range(0, len(leaves), LEAVES_PER_LINE)
        ]
    )
    return len(leaves)
