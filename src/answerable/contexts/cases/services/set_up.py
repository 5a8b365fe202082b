"""What all set-up acts of cases begin with."""

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


def require_set_up(actor: Actor) -> None:
    """Ask whether the actor may set up the whole bureau: topics and templates are everybody's.

    Raises:
        NotPermitted: it may not.
    """
    if not actor.is_system and not actor.holds(Role.SETUP, organisation.units().root.id):
        raise NotPermitted
