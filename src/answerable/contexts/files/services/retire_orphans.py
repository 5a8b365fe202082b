"""Remove uploads that nobody has taken within a day, and bytes that no row knows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.sealing import folder, remove

AFTER = timedelta(days=1)
CHUNK = 500


def retire_orphans(*, at: datetime) -> int:
    """Remove a chunk of forgotten uploads and all stray bytes; return how many rows went. Call again while full."""
    with transaction.atomic():
        rows = list(
            StoredFile.objects.select_for_update(skip_locked=True)
            .filter(kept_at__isnull=True, stored_at__lt=at - AFTER)
            .order_by("stored_at")[:CHUNK]
        )
        StoredFile.objects.filter(id__in=[row.pk for row in rows]).delete()
    # The rows are gone before the bytes: a crash in between leaves strays, which the next run removes.
    for row in rows:
        remove(row.public_id)
    for batch in _batches(_old_parts(at - AFTER)):
        known = set(
            StoredFile.objects.filter(public_id__in=[public_id for _, public_id in batch]).values_list(
                "public_id", flat=True
            )
        )
        for path, public_id in batch:
            if public_id not in known or path.suffix == ".part":
                path.unlink(missing_ok=True)
    return len(rows)


def _old_parts(before: datetime) -> Iterator[tuple[Path, UUID]]:
    for path in folder().glob("??/*"):
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if changed < before:
            yield path, UUID(hex=path.name.partition(".")[0])


def _batches(parts: Iterator[tuple[Path, UUID]]) -> Iterator[list[tuple[Path, UUID]]]:
    batch: list[tuple[Path, UUID]] = []
    for part in parts:
        batch.append(part)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch
