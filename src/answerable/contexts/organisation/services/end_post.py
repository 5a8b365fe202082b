"""End a post: its holder acts in it no more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.events import PostEnded
from answerable.contexts.organisation.models import Post
from answerable.contexts.organisation.permissions import (
    require_not_oneself,
    require_setup,
    require_someone_left,
)
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound
from answerable.kernel.events import publish

_WRITTEN = ("ends_on",)


@transaction.atomic
@changing()
def end_post(*, actor: Actor, post_id: int, at: datetime) -> None:
    """End a post today. It stays, with its grants: acts were done in it, and walls ask who led what then. Nobody acts
    in it any more.

    Raises:
        LastSetUp: nobody could set up the bureau any more.
        NotFound: there is no such post, or it has ended.
        NotPermitted: the actor may not set up its unit.
        OwnGrant: the post is the actor's own.
    """
    post = selectors.post_view(post_id)
    today = timezone.localdate(at)
    if post.ends_on is not None and post.ends_on <= today:
        raise NotFound
    require_setup(actor, post.unit_id)
    require_not_oneself(actor, post.person_id)
    # A post that never began ends on the day on which it would have begun.
    row = Post.objects.get(pk=post.id)
    row.ends_on = max(today, post.starts_on)
    row.save(update_fields=_WRITTEN)
    require_someone_left(actor, at)
    rows = ledger.told([row], _WRITTEN)
    ledger.record(actor=actor, code="organisation.post.ended", at=at, internal={"post": post.code}, rows=rows)
    publish([PostEnded(post.id)])
