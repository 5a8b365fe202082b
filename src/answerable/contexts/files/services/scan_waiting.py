"""Have the files scanned that came while the scanner was away."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.files.enums import Scan
from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.quarantine import journal_found
from answerable.contexts.files.scanner import scan
from answerable.contexts.files.sealing import read_sealed

CHUNK = 100


def scan_waiting(*, at: datetime, limit: int = CHUNK) -> int:
    """Return how many files have been decided; it stops at the first that the scanner does not answer for."""
    decided = 0
    for row in list(StoredFile.objects.filter(scan=Scan.WAITING).order_by("pk")[:limit]):
        row.scan = scan(read_sealed(row.public_id, "original"))
        if row.scan == Scan.WAITING:
            break
        decided += _decide(row, at)
    return decided


@transaction.atomic
def _decide(row: StoredFile, at: datetime) -> int:
    changed = StoredFile.objects.filter(pk=row.pk, scan=Scan.WAITING).update(scan=row.scan)
    if changed:
        journal_found([row], at=at)
    return changed
