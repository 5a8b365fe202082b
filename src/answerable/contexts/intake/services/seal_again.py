"""Bring the contacts of waiting submissions under the key that is in force."""

from django.db import transaction
from django.db.models import QuerySet

from answerable.contexts.intake.models import Submission
from answerable.contexts.parties import api as parties
from answerable.kernel.sealing import key_in

CHUNK = 500


@transaction.atomic
def seal_contacts_again(*, after: int = 0, limit: int = CHUNK) -> int | None:
    """Seal the next chunk anew where needed; return the last id, None once there is none.

    Only what still waits has a contact, so this is short; what the sweep has in its hands is left to it.
    """
    waiting = _otherwise().select_for_update(skip_locked=True).filter(pk__gt=after)
    rows = list(waiting.only("pk", "reference", "contact").order_by("pk")[:limit])
    for row in rows:
        row.contact = parties.seal_again(bytes(row.contact or b""), row.reference.encode())
    Submission.objects.bulk_update(rows, ["contact"])
    return rows[-1].pk if rows else None


def contacts_left() -> int:
    """Return how many waiting submissions need an earlier key."""
    return _otherwise().count()


def _otherwise() -> "QuerySet[Submission]":
    kept = Submission.objects.filter(contact__isnull=False).annotate(seal_key=key_in("contact"))
    return kept.exclude(seal_key=parties.sealing_key())
