"""Record that a member of staff looked at a case or at who somebody is."""

from datetime import datetime

from answerable.contexts.ledger.enums import AccessKind
from answerable.contexts.ledger.models import AccessRecord
from answerable.kernel.actor import Actor


def record_access(*, actor: Actor, chain: str, kind: AccessKind, reason: str, at: datetime) -> None:
    """Write the record in the transaction that shows what was looked at; no look without a record.

    Only staff look: residents see their own, and the system shows nobody anything.
    """
    if actor.post_id is None:
        return
    AccessRecord.objects.create(
        at=at, chain=chain, kind=kind, post_id=actor.post_id, actor=actor.name, reason=reason[:300]
    )
