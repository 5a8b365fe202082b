"""Record that members of staff looked at cases, or at who somebody is.

A page that is loaded again within a sitting is still the same look: one row says that this post looked in that hour,
for that reason. What is opened for a reason in words (who somebody is, their
unmasked words) is an act of its own, and each one is a row.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from answerable.contexts.ledger.enums import AccessKind, Ground
from answerable.kernel.actor import Actor
from answerable.kernel.arrays import text_array
from answerable.kernel.prepared import execute_prepared

SITTING = timedelta(hours=1)
EACH_TIME = frozenset({AccessKind.IDENTITY, AccessKind.ORIGINAL})

_WRITE = """
WITH look AS (
  SELECT %(at)s::timestamptz AS at, %(since)s::timestamptz AS since, %(kind)s::text AS kind, %(ground)s::text AS ground,
    %(subject)s::text AS subject, %(post)s::bigint AS post_id, %(unit)s::bigint AS unit_id, %(actor)s::text AS actor,
    %(reason)s::text AS reason
)
INSERT INTO ledger_accessrecord (at, chain, kind, ground, subject, post_id, unit_id, actor, reason)
SELECT n.at, c.chain, n.kind, n.ground, n.subject, n.post_id, n.unit_id, n.actor, n.reason
FROM look n, unnest(%(chains)s::text[]) AS c (chain)
WHERE NOT EXISTS (
  SELECT FROM ledger_accessrecord a
  WHERE a.chain = c.chain AND a.at > n.since AND a.at <= n.at AND a.kind = n.kind AND a.ground = n.ground
    AND a.subject = n.subject AND a.reason = n.reason AND a.post_id = n.post_id AND a.actor = n.actor)
RETURNING id
"""


def record_access(
    *,
    actor: Actor,
    chain: str,
    kind: AccessKind,
    at: datetime,
    ground: Ground = Ground.STATED,
    reason: str = "",
    subject: str = "",
) -> None:
    """Write the record in the transaction that shows what was looked at; no look without a record."""
    record_accesses(
        actor=actor, chains=[chain], kind=kind, at=at, ground=ground, reason=reason, subject=subject
    )


def record_accesses(
    *,
    actor: Actor,
    chains: Iterable[str],
    kind: AccessKind,
    at: datetime,
    ground: Ground = Ground.STATED,
    reason: str = "",
    subject: str = "",
) -> int:
    """Write a record for each of many matters that were shown together; return how many were new.

    Only staff look: residents see their own, and the system shows nobody anything.
    """
    shown = sorted(set(chains))
    if actor.post_id is None or not shown:
        return 0
    merged = kind not in EACH_TIME
    written = execute_prepared(
        _WRITE,
        {
            "at": at,
            "since": at - SITTING if merged else at,
            "chains": text_array(shown),
            "kind": str(kind),
            "ground": str(ground),
            "subject": subject[:36],
            "post": actor.post_id,
            "unit": actor.unit_id,
            "actor": actor.name,
            "reason": reason[:300],
        },
    )
    return len(written)
