"""The notices of a post, asked of `cases` once more before they are shown: a wall may have been built since."""

from answerable.contexts.cases import api as cases
from answerable.contexts.messaging import api as messaging
from answerable.kernel.actor import Actor


def notices_of(actor: Actor, *, limit: int = 100) -> list[messaging.NoticeView]:
    """Return the newest notices that the actor may know of."""
    return messaging.notices(
        actor, visible=lambda chains: cases.visible_references(actor, chains), limit=limit
    )


def unread_notices(actor: Actor) -> int:
    """Return how many of them are unread."""
    return messaging.unread_count(actor, visible=lambda chains: cases.visible_references(actor, chains))
