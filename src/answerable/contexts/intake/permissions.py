"""Who may look after intake: keys of channels, profiles, and what was set aside."""

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


def require_agent(actor: Actor) -> int:
    """Let the posts pass that take calls, and return which it is.

    Raises:
        NotPermitted: for everybody else.
    """
    if actor.post_id is None or not actor.reach([Role.AGENT]):
        raise NotPermitted
    return actor.post_id


def desks_of(actor: Actor) -> frozenset[int]:
    """Return the units whose hotline desk the actor sits at or leads."""
    own = {actor.unit_id} if actor.unit_id is not None and actor.reach([Role.AGENT]) else set()
    return actor.reach([Role.LEADER]) | own


def may_plan(actor: Actor, post: organisation.PostView) -> bool:
    """Tell whether the actor may put this post on the rota: leaders whom they lead, agents themselves."""
    itself = post.id == actor.post_id and bool(actor.reach([Role.AGENT]))
    return itself or post.unit_id in actor.reach([Role.LEADER])
