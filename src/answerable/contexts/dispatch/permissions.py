"""Who may change what decides where cases go."""

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted

TRIAGE = (Role.DISPATCHER, Role.AGENT)


def require_set_up(actor: Actor) -> None:
    """Let pass who may set up the whole bureau: the catalogue and the model are everybody's.

    Raises:
        NotPermitted: the actor may not.
    """
    if not actor.is_system and not actor.holds(Role.SETUP, organisation.units().root.id):
        raise NotPermitted
