"""Who may change the organisation: posts with the role of set-up, within the subtree they hold it for."""

from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.selectors import units
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound, NotPermitted


def require_setup(actor: Actor, unit_id: int) -> None:
    """Let pass who may set up this unit.

    Raises:
        NotPermitted: the post may not.
    """
    if not (actor.is_system or actor.holds(Role.SETUP, unit_id)):
        raise NotPermitted


def require_bureau_setup(actor: Actor) -> None:
    """Let pass who may set up the whole bureau; while there is none, only the command line.

    Raises:
        NotPermitted: the post may not.
    """
    if actor.is_system:
        return
    try:
        root = units().root
    except NotFound:
        raise NotPermitted from None
    require_setup(actor, root.id)
