"""Forget what nobody needs any more: the texts of old messages, and old notices."""

from datetime import datetime, timedelta

from answerable.contexts.messaging.models import Notice, Outgoing

TEXTS_AFTER = timedelta(days=30)
NOTICES_AFTER = timedelta(days=180)
CHUNK = 1_000


def forget_texts(*, at: datetime) -> int:
    """Blank a chunk of texts a month after they were queued; that a message went out stays. Return how many."""
    old = Outgoing.objects.filter(queued_at__lt=at - TEXTS_AFTER).exclude(sealed=b"").order_by("queued_at")
    return Outgoing.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:CHUNK])).update(sealed=b"")


def forget_notices(*, at: datetime) -> int:
    """Delete a chunk of notices after half a year, read or not; return how many."""
    old = Notice.objects.filter(at__lt=at - NOTICES_AFTER).order_by("at").values_list("pk", flat=True)
    return Notice.objects.filter(pk__in=list(old[:CHUNK])).delete()[0]
