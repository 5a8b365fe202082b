"""What cases do about changes of the organisation. A job is an edge: it reads the clock."""

from collections.abc import Sequence

from answerable.contexts.cases.services.hand_up import hand_up
from answerable.contexts.cases.services.release_handler import release_handler
from answerable.contexts.organisation.events import PostEnded, UnitClosed
from answerable.kernel.clock import now
from answerable.kernel.events import afterwards


@afterwards(PostEnded)
def release_cases_of_ended_posts(ended: Sequence[PostEnded]) -> None:
    """Give what an ended post was handling back to its unit."""
    release_handler(post_ids=[event.post_id for event in ended], at=now())


@afterwards(UnitClosed)
def hand_up_cases_of_closed_units(closed: Sequence[UnitClosed]) -> None:
    """Send what a closed unit still had to the unit above."""
    hand_up(unit_ids=[event.unit_id for event in closed], at=now())
