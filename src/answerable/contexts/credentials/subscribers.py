"""What the credentials do when the organisation changes: whoever moves or leaves is signed out at once."""

from collections.abc import Sequence

from answerable.contexts.credentials.services.keep_session import drop_sessions
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.events import AccessChanged, PostEnded
from answerable.kernel.events import at_once


@at_once(PostEnded)
def end_sessions_of_movers(ended: Sequence[PostEnded]) -> None:
    """End all sessions of those whose post has ended, those in other posts too: he signs in as what he is now."""
    drop_sessions({organisation.post_view(one.post_id).person_id for one in ended})


@at_once(AccessChanged)
def end_sessions_begun_before(changed: Sequence[AccessChanged]) -> None:
    drop_sessions({one.person_id for one in changed})
