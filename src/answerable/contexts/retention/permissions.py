"""Who decides what is kept and what goes."""

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


def require_decider(actor: Actor) -> None:
    """Let the bureau's inspectors pass: they handle no case, and answer for what the bureau keeps.

    Raises:
        NotPermitted: for everybody else.
    """
    if not (actor.is_system or actor.holds(Role.INSPECTOR, organisation.units().root.id)):
        raise NotPermitted


def require_rules(actor: Actor) -> None:
    """Let pass who sets up the whole bureau.

    Raises:
        NotPermitted: for everybody else.
    """
    organisation.require_bureau_setup(actor)
