"""Who may look after messages to residents: whoever sets the bureau up. What they say, nobody reads."""

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


def require_set_up(actor: Actor) -> None:
    """Let the posts pass that look after the set-up, and jobs and commands of the system.

    Raises:
        NotPermitted: for everybody else.
    """
    if not (actor.is_system or actor.reach([Role.SETUP])):
        raise NotPermitted


def require_bureau_set_up(actor: Actor) -> None:
    """Let the posts pass that set up the whole bureau: a gateway carries everybody's messages.

    Raises:
        NotPermitted: for everybody else.
    """
    organisation.require_bureau_setup(actor)
