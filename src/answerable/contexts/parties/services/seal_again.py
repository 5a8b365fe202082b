"""Bring parties under the keys that are in force, a chunk at a time, while everybody works on."""

from django.db import transaction
from django.db.models import QuerySet

from answerable.contexts.parties.models import Party
from answerable.contexts.parties.services.register_parties import index
from answerable.contexts.parties.vault import FINDS, SEALS, seal_again, unseal
from answerable.kernel.keys import active_key
from answerable.kernel.sealing import key_in

CHUNK = 500


@transaction.atomic
def seal_parties_again(*, after: int = 0, limit: int = CHUNK) -> int | None:
    """Seal and index the next chunk of those under earlier keys anew; return the last id, None once there is none.

    Each row is locked while it changes, so that nothing which happens to it meanwhile is lost.
    """
    earlier = _sealed_otherwise() | _indexed_otherwise()
    rows = list(earlier.select_for_update().filter(pk__gt=after).order_by("pk")[:limit])
    for row in rows:
        contact = unseal(bytes(row.sealed), row.public_id.bytes)
        row.sealed = seal_again(bytes(row.sealed), row.public_id.bytes)
        index(row, contact)
    Party.objects.bulk_update(rows, ["sealed", "phone_index", "email_index", "id_index", "index_key"])
    return rows[-1].pk if rows else None


def parties_left() -> dict[str, int]:
    """Return by purpose how many parties need an earlier key."""
    return {SEALS: _sealed_otherwise().count(), FINDS: _indexed_otherwise().count()}


def _sealed_otherwise() -> "QuerySet[Party]":
    return Party.objects.annotate(seal_key=key_in("sealed")).exclude(seal_key=active_key(SEALS).id)


def _indexed_otherwise() -> "QuerySet[Party]":
    return Party.objects.annotate(seal_key=key_in("sealed")).exclude(index_key=active_key(FINDS).id)
