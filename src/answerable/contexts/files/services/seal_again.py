"""Bring attachments under the key that is in force, one after the other; who reads meanwhile reads on."""

from uuid import UUID

from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.sealing import PURPOSE, key_id, read_sealed, view_part, write_sealed
from answerable.kernel.keys import active_key

CHUNK = 50


def seal_files_again(*, after: int = 0, limit: int = CHUNK) -> int | None:
    """Write the next files anew where needed; return the last id, None once there is none.

    A file is replaced whole, by renaming: whoever has it open goes on with the old bytes.
    """
    rows = list(
        StoredFile.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", "public_id", "covered")[:limit]
    )
    if not rows:
        return None
    for _, public_id, covered in rows:
        for part in _sealed_otherwise(public_id, covered):
            write_sealed(public_id, part, read_sealed(public_id, part))
    return rows[-1][0]


def _sealed_otherwise(public_id: UUID, covered: int) -> list[str]:
    current = active_key(PURPOSE).id
    parts = ("original", view_part(covered))
    return [part for part in parts if key_id(public_id, part) not in (None, current)]


def files_left() -> int:
    """Return how many files need an earlier key."""
    rows = StoredFile.objects.values_list("public_id", "covered").iterator(chunk_size=1000)
    return sum(1 for public_id, covered in rows if _sealed_otherwise(public_id, covered))
