"""Who sees warnings, and who acts on them: those who answer for an area, each for their own."""

from answerable.contexts.insight.errors import NotPermitted
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

READERS = (Role.LEADER, Role.INSPECTOR, Role.ANALYST)
DOERS = (Role.LEADER, Role.ANALYST)


def areas_of(actor: Actor, roles: tuple[Role, ...] = READERS) -> frozenset[int] | None:
    """Return the areas whose warnings are the actor's; None for all, and those of the whole bureau."""
    if actor.is_system:
        return None
    reach = actor.reach(roles)
    if organisation.units().root.id in reach:
        return None
    areas = organisation.areas()
    own = {area.id for area in areas if reach.intersection(areas.units_of(area.id))}
    return frozenset(area.id for area in areas if own.intersection(areas.line(area.id)))


def require_doer(actor: Actor, area_id: int | None) -> None:
    """Let pass who leads or analyses where the warning belongs.

    Raises:
        NotPermitted: for everybody else.
    """
    areas = areas_of(actor, DOERS)
    if areas is not None and area_id not in areas:
        raise NotPermitted
