"""Why somebody who opens a case does so: what their work has to do with it, read off the case itself.

Nobody is asked for a reason in their normal work, because a reason that must be typed forty times a day is typed
without a thought. The first line that fits is the reason; the resident reads it.
"""

from collections.abc import Callable, Sequence

from answerable.contexts.cases.enums import RoundState
from answerable.contexts.cases.models import Case
from answerable.contexts.ledger.api import Ground
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

_REVIEWED = (RoundState.ANSWERED, RoundState.DISPUTED, RoundState.CLOSED)


def ground_of(actor: Actor, case: Case) -> Ground:
    """Return why this post looks at this case."""
    return next((ground for ground, fits in _GROUNDS if fits(actor, case)), Ground.LOOKS_THROUGH)


def _handles(actor: Actor, case: Case) -> bool:
    return actor.post_id is not None and actor.post_id == case.handler_post_id


def _works_there(actor: Actor, case: Case) -> bool:
    return case.unit_id is not None and actor.unit_id == case.unit_id


def _leads(actor: Actor, case: Case) -> bool:
    return case.unit_id is not None and actor.holds(Role.LEADER, case.unit_id)


def _dispatches(actor: Actor, case: Case) -> bool:
    waits = case.state in (RoundState.TRIAGE, RoundState.RETURNING)
    desk = actor.holds(Role.DISPATCHER, case.desk_unit_id)
    return desk or (waits and actor.holds(Role.AGENT, case.desk_unit_id))


def _assists(actor: Actor, case: Case) -> bool:
    return actor.unit_id in case.assisting_units


def _reviews(actor: Actor, case: Case) -> bool:
    return case.state in _REVIEWED and bool(actor.reach((Role.REVIEWER,)))


def _took_part(actor: Actor, case: Case) -> bool:
    return actor.unit_id in case.scope_units and actor.unit_id != case.desk_unit_id


def _holds(role: Role) -> Callable[[Actor, Case], bool]:
    return lambda actor, _case: bool(actor.reach((role,)))


_GROUNDS: Sequence[tuple[Ground, Callable[[Actor, Case], bool]]] = (
    (Ground.HANDLES, _handles),
    (Ground.REVIEWS, _reviews),
    (Ground.INSPECTS, _holds(Role.INSPECTOR)),
    (Ground.LEADS, _leads),
    (Ground.COLLEAGUE, _works_there),
    (Ground.ASSISTS, _assists),
    (Ground.DISPATCHES, _dispatches),
    (Ground.TAKES_CALLS, _holds(Role.AGENT)),
    (Ground.TAKES_PART, _took_part),
)
