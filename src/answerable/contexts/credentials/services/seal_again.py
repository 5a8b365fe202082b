"""Bring the secrets of authenticator apps under the key that is in force, a chunk at a time."""

from django.db import transaction
from django.db.models import QuerySet

from answerable.contexts.credentials.models import TotpFactor
from answerable.contexts.credentials.sealing import PURPOSE, seal, unseal
from answerable.kernel.keys import active_key
from answerable.kernel.sealing import key_in

CHUNK = 500


@transaction.atomic
def seal_apps_again(*, after: int = 0, limit: int = CHUNK) -> int | None:
    """Seal the next chunk of secrets anew where needed; return the last id, None once there is none."""
    rows = list(
        _otherwise()
        .select_for_update(of=("self",))
        .select_related("account")
        .filter(pk__gt=after)
        .order_by("pk")[:limit]
    )
    for row in rows:
        secret = unseal(bytes(row.sealed), row.account.username)
        # One that does not open stays as it is: its key is then not retired, and somebody looks.
        if secret is not None:
            row.sealed = seal(secret, row.account.username)
    TotpFactor.objects.bulk_update(rows, ["sealed"])
    return rows[-1].pk if rows else None


def apps_left() -> int:
    """Return how many secrets need an earlier key."""
    return _otherwise().count()


def _otherwise() -> "QuerySet[TotpFactor]":
    return TotpFactor.objects.annotate(seal_key=key_in("sealed")).exclude(seal_key=active_key(PURPOSE).id)
