"""Erase files: rows in the transaction, bytes after it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.sealing import remove


@transaction.atomic
def erase_files(public_ids: Sequence[UUID]) -> None:
    """Delete the files. Should we die before the bytes go, the nightly search for strays removes them."""
    StoredFile.objects.filter(public_id__in=public_ids).delete()
    transaction.on_commit(lambda: remove_bytes(public_ids))


def remove_bytes(public_ids: Sequence[UUID]) -> None:
    """Delete the bytes of files whose rows are gone; harmless when repeated."""
    for public_id in public_ids:
        remove(public_id)
