"""Note that a post has read its notices."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from answerable.contexts.messaging.models import Notice
from answerable.kernel.actor import Actor


def mark_read(*, actor: Actor, public_ids: Iterable[UUID] | None = None, at: datetime) -> int:
    """Mark these notices of the actor's post as read, or all of them; return how many were unread."""
    if actor.post_id is None:
        return 0
    unread = Notice.objects.filter(post_id=actor.post_id, read_at__isnull=True)
    if public_ids is not None:
        unread = unread.filter(public_id__in=list(public_ids))
    return unread.update(read_at=at)
