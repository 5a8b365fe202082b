"""What cases do about changes of the organisation."""

from collections.abc import Sequence

from answerable.contexts.cases.services.release_handler import release_handler
from answerable.contexts.organisation.events import PostEnded
from answerable.kernel.clock import now
from answerable.kernel.events import afterwards


@afterwards(PostEnded)
def release_cases_of_ended_posts(ended: Sequence[PostEnded]) -> None:
    """Give what an ended post was handling back to its unit. A job is an edge: it reads the clock."""
    release_handler(post_ids=[event.post_id for event in ended], at=now())
