"""Who decides what is kept and what goes."""

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.retention.errors import HadAPart
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


def require_decider(actor: Actor) -> None:
    """Let the bureau's inspectors pass: they handle no case, and answer for what the bureau keeps.

    Raises:
        NotPermitted: for everybody else.
    """
    if not may_decide(actor):
        raise NotPermitted


def may_decide(actor: Actor) -> bool:
    return actor.is_system or actor.holds(Role.INSPECTOR, organisation.units().root.id)


def require_no_part(actor: Actor, case_id: cases.CaseId) -> None:
    """Let nobody decide who did anything in the case, or whose unit handled it.

    What the bureau itself handled is handled by its agents, dispatchers, handlers and leaders; they are kept away, and
    its inspectors are not.

    Raises:
        HadAPart: the person acted in it, or sits where it was handled.
    """
    root = organisation.units().root.id
    units = cases.facts_of([case_id])[case_id].round_units
    acted = cases.acting_posts([case_id]).get(case_id, frozenset())
    if actor.person_id in {organisation.post_view(post_id).person_id for post_id in acted}:
        raise HadAPart
    if actor.unit_id in units - {root} or (root in units and any(actor.holds(role, root) for role in _DOING)):
        raise HadAPart


_DOING = (Role.AGENT, Role.DISPATCHER, Role.HANDLER, Role.LEADER)


def require_rules(actor: Actor) -> None:
    """Let pass who sets up the whole bureau.

    Raises:
        NotPermitted: for everybody else.
    """
    organisation.require_bureau_setup(actor)
