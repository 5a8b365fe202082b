"""Who may change the organisation: posts with the role of set-up, within the subtree they hold it for."""

from datetime import datetime

from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.errors import LastSetUp, NeedsSecond, OwnGrant
from answerable.contexts.organisation.selectors import post_view, posts_holding, posts_of_person, units
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


def require_not_oneself(actor: Actor, person_id: int) -> None:
    """Keep everybody from changing his own posts, grants and account (T9).

    Raises:
        OwnGrant: the actor is that person.
    """
    if actor.person_id is not None and actor.person_id == person_id:
        raise OwnGrant


def require_second(actor: Actor, second: Actor | None) -> Actor:
    """Return the second person of an act that takes two; the system acts alone, as the operator's command does.

    Raises:
        NeedsSecond: there is none, or it is the same person in another post.
    """
    if actor.is_system:
        return actor
    if second is None or not second.is_staff or second.person_id in (None, actor.person_id):
        raise NeedsSecond
    return second


def require_granting(actor: Actor, post_id: int, unit_id: int) -> None:
    """Let pass who may give this post a role for this unit: he sets up both, and the post is not his own.

    Raises:
        NotFound, NotPermitted, OwnGrant: as for `grant`.
    """
    post, unit = post_view(post_id), units().get(unit_id)
    require_setup(actor, unit.id)
    require_not_oneself(actor, post.person_id)
    require_setup(actor, post.unit_id)


def require_over(actor: Actor, person_id: int, at: datetime) -> None:
    """Let pass who may set up every unit in which a person has a post or a grant: nobody rises by another's account.

    Raises:
        NotPermitted: one of them lies beyond the actor's reach.
        OwnGrant: the actor is that person.
    """
    if actor.is_system:
        return
    require_not_oneself(actor, person_id)
    posts = posts_of_person(person_id, at=at)
    if not posts:
        require_bureau_setup(actor)
    for post in posts:
        require_setup(actor, post.unit_id)
        for _role, unit_id in post.grants:
            require_setup(actor, unit_id)


def require_someone_left(actor: Actor, at: datetime) -> None:
    """Refuse, after the change, one that leaves nobody to set up the bureau; the command line may.

    Raises:
        LastSetUp: nobody is left.
    """
    if not actor.is_system and not posts_holding(Role.SETUP, units().root.id, at=at):
        raise LastSetUp
