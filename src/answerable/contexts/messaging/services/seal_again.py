"""Bring the texts of messages and the secrets of gateways under the key that is in force, a chunk at a time."""

from django.db import transaction
from django.db.models import QuerySet

from answerable.contexts.messaging.models import Gateway, Outgoing
from answerable.contexts.messaging.sealing import PURPOSE, seal_again
from answerable.kernel.keys import active_key
from answerable.kernel.sealing import key_in

CHUNK = 500


@transaction.atomic
def seal_messages_again(*, after: int = 0, limit: int = CHUNK) -> int | None:
    """Seal the next chunk of texts anew where needed; return the last id, None once there is none."""
    rows = list(_otherwise().select_for_update().filter(pk__gt=after).order_by("pk")[:limit])
    for row in rows:
        row.sealed = seal_again(bytes(row.sealed), row.public_id.bytes)
    Outgoing.objects.bulk_update(rows, ["sealed"])
    if not rows:
        _seal_gateways_again()
    return rows[-1].pk if rows else None


def messages_left() -> int:
    """Return how many texts need an earlier key."""
    return _otherwise().count() + _gateways().count()


def _otherwise() -> "QuerySet[Outgoing]":
    texts = Outgoing.objects.exclude(sealed=b"")
    return texts.annotate(seal_key=key_in("sealed")).exclude(seal_key=active_key(PURPOSE).id)


def _gateways() -> "QuerySet[Gateway]":
    return Gateway.objects.annotate(seal_key=key_in("sealed")).exclude(seal_key=active_key(PURPOSE).id)


def _seal_gateways_again() -> None:
    """There are a handful of them, so they come with the last chunk."""
    rows = list(_gateways().select_for_update())
    for row in rows:
        row.sealed = seal_again(bytes(row.sealed), row.public_id.bytes)
    Gateway.objects.bulk_update(rows, ["sealed"])
