"""Tie uploads to what they belong to, so that they are not removed as orphans."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from answerable.contexts.files.models import StoredFile
from answerable.kernel import row_security


def keep_files(public_ids: Iterable[UUID], *, at: datetime) -> int:
    """Mark files as taken by a submission or a case, in the caller's transaction; return how many were not yet."""
    with row_security.system("files.keep"):
        return StoredFile.objects.filter(public_id__in=list(public_ids), kept_at__isnull=True).update(
            kept_at=at
        )
