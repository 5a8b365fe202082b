"""Take what a peer reports of deliveries."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from answerable.contexts.messaging.gateways.protocol import Report
from answerable.contexts.messaging.models import EarlyReport, Gateway, Outgoing, SeenNonce
from answerable.contexts.messaging.services.settle_message import apply_report
from answerable.kernel import row_security

KEPT = timedelta(days=7)
NONCES_KEPT = timedelta(minutes=15)
CHUNK = 1_000
_OURS = re.compile(r"[0-9a-f]{32}")


@row_security.as_system("messaging.note_reports")
@transaction.atomic
def note_reports(gateway: Gateway, reports: Sequence[Report], *, at: datetime) -> None:
    """Bring each reported message to its end; a report that comes before our own note is kept for it."""
    for report in reports:
        row = _row_of(gateway, report.peer_id)
        if row is not None:
            apply_report(row, arrived=report.arrived, error=report.error, at=at)
        else:
            EarlyReport.objects.bulk_create(
                [
                    EarlyReport(
                        gateway=gateway,
                        peer_id=report.peer_id[:80],
                        arrived=report.arrived,
                        error=report.error[:40],
                        at=at,
                    )
                ],
                ignore_conflicts=True,
            )


def _row_of(gateway: Gateway, peer_id: str) -> Outgoing | None:
    """Find it by the peer's id, or by ours, which a peer may give back where we were cut off."""
    rows = Outgoing.objects.select_for_update().filter(gateway=gateway)
    found = rows.filter(peer_id=peer_id[:80]).first() if peer_id else None
    if found is None and _OURS.fullmatch(peer_id):
        found = rows.filter(public_id=UUID(peer_id)).first()
    return found


@transaction.atomic
def match_early_reports(*, at: datetime) -> int:
    """Apply the reports that came before our own note of what they are about; return how many."""
    known = Outgoing.objects.filter(gateway=OuterRef("gateway"), peer_id=OuterRef("peer_id"))
    waiting = EarlyReport.objects.select_for_update(skip_locked=True).filter(Exists(known))[:CHUNK]
    for early in waiting:
        row = _row_of(early.gateway, early.peer_id)
        if row is not None:
            apply_report(row, arrived=early.arrived, error=early.error, at=at)
            early.delete()
    return len(waiting)


def forget_calls(*, at: datetime) -> None:
    """Forget numbers whose time is not believed any more, and reports of what was never ours."""
    SeenNonce.objects.filter(at__lt=at - NONCES_KEPT).delete()
    EarlyReport.objects.filter(at__lt=at - KEPT).delete()
