"""Erase what was written to a resident; that a message went out, and when, stays."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.messaging.enums import OutgoingState
from answerable.contexts.messaging.models import Outgoing, Resend

# Whoever is erased is not written to any more.
_UNSENT = (OutgoingState.QUEUED, OutgoingState.NO_CHANNEL)


@transaction.atomic
def erase_texts(chains: Sequence[str], *, at: datetime) -> None:
    """Blank the texts about these matters, and forget whom they went to."""
    mine = Outgoing.objects.filter(chain__in=chains)
    mine.filter(state__in=_UNSENT).update(state=OutgoingState.SUPPRESSED, settled_at=at)
    mine.update(sealed=b"", party_id=0)
    Resend.objects.filter(message__in=mine).exclude(reason="").update(reason="")
