"""Who may change calendar and rules."""

from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor


def require_setup(actor: Actor) -> None:
    """Let pass who may set up the whole bureau: everybody's deadlines hang on these tables.

    Raises:
        NotPermitted: the post may not.
    """
    organisation.require_bureau_setup(actor)
