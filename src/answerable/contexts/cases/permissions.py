"""Who may see a case and do what with it: the three questions, each asked in one place.

1. Grant: `PERMITS` says which role, and for which unit of the case it has to be held.
2. Scope and wall: `visible` as a condition of queries, `sees` for a row in hand. They say the same; a test proves it.
3. State: `lifecycle`, and what must be pending.

`allowed_acts` asks all of them, so that a page never offers what a service would refuse.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto

from django.db.models import Q

from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.errors import CaseErased, CaseNotFound, NothingPending
from answerable.contexts.cases.models import Case, Round
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import NotPermitted
from answerable.kernel.row_security import CLOSED, Door, Scope

# One hands on within what one dispatches for; beyond that, a round is returned to its sender.
HANDING_ON = (Role.DISPATCHER, Role.LEADER)
# Set-up and bulletins need no single case.
SEEING = (Role.HANDLER, Role.LEADER, Role.DISPATCHER, Role.REVIEWER, Role.INSPECTOR, Role.ANALYST)


class At(Enum):
    """For which unit of the case a role has to be held."""

    DESK = auto()  # whose dispatchers decide
    TRIAGE = auto()  # the desk, while nobody else has the case
    UNIT = auto()  # that has the round
    ABOVE = auto()  # above the one that has the round; the bureau is above itself
    SENDER = auto()  # whose dispatchers sent it here
    ASSIST = auto()  # that was asked to assist


Grant = tuple[Role, At]


def _each(roles: Iterable[Role], at: At) -> tuple[Grant, ...]:
    return tuple((role, at) for role in roles)


_UNIT = _each((Role.HANDLER, Role.LEADER, Role.INSPECTOR), At.UNIT)
_DESK = _each((Role.AGENT, Role.DISPATCHER), At.DESK)
_ASSIST = _each((Role.HANDLER, Role.LEADER, Role.INSPECTOR), At.ASSIST)
_SENDER = _each((Role.DISPATCHER, Role.LEADER), At.SENDER)

PERMITS: Mapping[Act, tuple[Grant, ...]] = {
    Act.DISPATCH: _DESK,
    Act.TRANSFER: _each(HANDING_ON, At.UNIT),
    Act.SIGN_FOR: _UNIT,
    Act.ASK_RETURN: _UNIT,
    Act.APPROVE_RETURN: _SENDER,
    Act.REFUSE_RETURN: _SENDER,
    Act.ASSIGN: _UNIT,
    Act.LOG_CONTACT: (*_UNIT, *_DESK, (Role.REVIEWER, At.UNIT)),
    Act.NOTE: (*_UNIT, *_DESK, *_ASSIST, (Role.REVIEWER, At.UNIT)),
    Act.ASK_RESIDENT: _UNIT,
    Act.ADD: (*_UNIT, *_DESK, (Role.REVIEWER, At.UNIT)),
    Act.ASK_EXTENSION: _UNIT,
    Act.APPROVE_EXTENSION: ((Role.LEADER, At.ABOVE),),
    Act.REFUSE_EXTENSION: ((Role.LEADER, At.ABOVE),),
    Act.ASK_ASSIST: _UNIT,
    Act.GIVE_ASSIST: _ASSIST,
    Act.ANSWER: (*_UNIT, *_each((Role.AGENT, Role.DISPATCHER), At.TRIAGE)),
    Act.DISPUTE: ((Role.REVIEWER, At.UNIT), (Role.AGENT, At.DESK)),
    # Rounds are closed by the review alone: nobody at a desk may cut the resident's judgement short.
    Act.CLOSE: (),
    Act.REOPEN: ((Role.REVIEWER, At.UNIT), (Role.INSPECTOR, At.UNIT), (Role.LEADER, At.ABOVE)),
    Act.WITHDRAW: ((Role.AGENT, At.DESK),),
    Act.TAKE_OVER: (
        (Role.LEADER, At.ABOVE),
        (Role.INSPECTOR, At.UNIT),
        *_each((Role.LEADER, Role.INSPECTOR), At.TRIAGE),
    ),
    Act.MARK_URGENT: (*_UNIT, *_DESK),
    Act.CORRECT: (*_UNIT, *_DESK),
    Act.RECORD_ACCUSED: (*_UNIT, *_DESK, (Role.INSPECTOR, At.DESK)),
    Act.SPLIT: (*_UNIT, *_DESK),
    Act.BUNDLE: (*_UNIT, *_DESK),
    Act.UNBUNDLE: (*_UNIT, *_DESK),
    # Only the sweep joins, by a rule; people bundle.
    Act.JOIN: (),
    Act.SEPARATE: ((Role.DISPATCHER, At.DESK),),
}
# What the resident does with the own case; the agent does it on the telephone for them.
RESIDENT: frozenset[Act] = frozenset({Act.ADD, Act.DISPUTE, Act.WITHDRAW})
# Who may read whom a case complains of, beside the handler.
KNOWS_ACCUSED = (Role.LEADER, Role.DISPATCHER, Role.INSPECTOR)

# What must be the case beside the state.
_CONDITIONS: Mapping[Act, Callable[[Case], bool]] = {
    Act.APPROVE_EXTENSION: lambda case: case.extension_asked,
    Act.REFUSE_EXTENSION: lambda case: case.extension_asked,
    Act.ASK_EXTENSION: lambda case: not case.extension_asked,
    Act.GIVE_ASSIST: lambda case: bool(case.assisting_units),
    Act.BUNDLE: lambda case: case.bundle_id is None,
    Act.UNBUNDLE: lambda case: case.bundle_id is not None,
    Act.SEPARATE: lambda case: case.joined > 0,
}


def sees_all_units(actor: Actor) -> bool:
    """Whether the whole bureau is in reach, so that only walls remain."""
    return organisation.units().root.id in actor.reach(SEEING)


def visible(actor: Actor) -> Q:
    """Return the condition under which an actor may know of a case: in scope, and behind no wall.

    Every query for an actor goes through it; there is no second way.
    """
    if actor.is_system:
        return Q()
    if actor.kind is ActorKind.RESIDENT and actor.case_id is not None:
        return Q(pk=actor.case_id)
    if not actor.is_staff:
        return Q(pk__in=())
    return _scope(actor) & no_wall(actor)


def _scope(actor: Actor) -> Q:
    wide = actor.reach(SEEING)
    if wide and sees_all_units(actor):
        return Q()
    desks = actor.reach((Role.AGENT,)) - wide
    scope = Q(pk__in=())
    if wide:
        scope = Q(scope_units__overlap=sorted(wide))
    if desks:
        scope |= Q(desk_unit__in=sorted(desks))
    return scope


def oversees(actor: Actor) -> bool:
    """Tell whether the actor is an inspector of the bureau as a whole."""
    return actor.holds(Role.INSPECTOR, organisation.units().root.id)


def no_wall(actor: Actor) -> Q:
    """Return the condition that an actor stands behind no wall of a case."""
    wall = Q()
    if actor.person_id is not None:
        wall &= ~Q(walled_persons__contains=[actor.person_id])
    if actor.unit_id is not None:
        wall &= ~Q(walled_units__contains=[actor.unit_id])
    return wall


def row_scope(actor: Actor) -> Scope:
    """Return the scope under which the database shows an actor what `visible` does, for the edges to open.

    The system has none: what it does goes by `row_security.system`, which is named and listed.
    """
    if actor.kind is ActorKind.RESIDENT and actor.case_id is not None:
        return Scope(Door.RESIDENT, case_id=actor.case_id)
    if not actor.is_staff:
        return CLOSED
    wide = actor.reach(SEEING)
    everywhere = bool(wide) and sees_all_units(actor)
    return Scope(
        Door.BUREAU if everywhere else Door.UNITS,
        units=frozenset() if everywhere else wide,
        desks=frozenset() if everywhere else actor.reach((Role.AGENT,)),
        person_id=actor.person_id,
        unit_id=actor.unit_id,
        post_id=actor.post_id,
    )


def sees(actor: Actor, case: Case) -> bool:
    """Say of a row in hand what `visible` says of a query."""
    if actor.is_system:
        return True
    if actor.kind is ActorKind.RESIDENT:
        return actor.case_id == case.pk
    if not actor.is_staff or actor.person_id in case.walled_persons or actor.unit_id in case.walled_units:
        return False
    wide = actor.reach(SEEING)
    if not wide.isdisjoint(case.scope_units) or case.desk_unit_id in actor.reach((Role.AGENT,)):
        return True
    return bool(wide) and sees_all_units(actor)


def _units_of(case: Case, round_: Round, at: At) -> Iterable[int]:
    unit_id = case.unit_id
    match at:
        case At.DESK:
            return (case.desk_unit_id,)
        case At.TRIAGE:
            return (case.desk_unit_id,) if case.state == RoundState.TRIAGE else ()
        case At.UNIT:
            return () if unit_id is None else (unit_id,)
        case At.ABOVE:
            if unit_id is None:
                return ()
            return organisation.units().ancestors(unit_id)[:1] or (unit_id,)
        case At.SENDER:
            return () if round_.sender_unit_id is None else (round_.sender_unit_id,)
        case At.ASSIST:
            return case.assisting_units


def has_grant(actor: Actor, act: Act, case: Case, round_: Round) -> bool:
    """Whether the actor may do this act with this case, whatever its state."""
    if actor.is_system:
        return True
    if actor.kind is ActorKind.RESIDENT:
        return act in RESIDENT and actor.case_id == case.pk
    if act is Act.TRANSFER and len(actor.reach(HANDING_ON)) < 2:
        return False  # there is nobody within reach to hand it on to
    return any(
        actor.holds(role, unit_id)
        for role, at in PERMITS.get(act, ())
        for unit_id in _units_of(case, round_, at)
    )


def require(actor: Actor, act: Act, case: Case, round_: Round) -> None:
    """Ask for scope, wall and grant, and whether what is to be decided is pending; the state is asked by the move.

    Raises:
        CaseNotFound: the actor may not know of the case.
        NotPermitted: the actor's post has no such grant for it.
        CaseErased: its words are gone.
        NothingPending: there is nothing to decide.
    """
    if not sees(actor, case):
        raise CaseNotFound
    if not has_grant(actor, act, case, round_):
        raise NotPermitted
    if case.erased_at is not None:
        raise CaseErased
    if lifecycle.can(RoundState(case.state), act) and not _condition(act, case):
        raise NothingPending


def _condition(act: Act, case: Case) -> bool:
    condition = _CONDITIONS.get(act)
    return condition is None or condition(case)


def allowed_acts(actor: Actor, case: Case, round_: Round) -> frozenset[Act]:
    """Return what the actor may do with the case now."""
    if not sees(actor, case) or case.erased_at is not None:
        return frozenset()
    return frozenset(
        act
        for act in lifecycle.acts_in(RoundState(case.state))
        if has_grant(actor, act, case, round_) and _condition(act, case)
    )


def works_on(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's work now, so that it is read in the resident's own words.

    That is its handler; the handlers and leaders of the unit that has it; and while it has to be dispatched, the desk.
    Everybody else who may see it reads it masked, and opens the original for a reason.
    """
    if actor.is_system or (actor.post_id is not None and actor.post_id == case.handler_post_id):
        return True
    if not case.is_open:
        return False
    if case.state == RoundState.TRIAGE:
        return any(actor.holds(role, case.desk_unit_id) for role in (Role.AGENT, Role.DISPATCHER))
    return case.unit_id is not None and any(
        actor.holds(role, case.unit_id)
        for role in (Role.HANDLER, Role.LEADER)
        if actor.unit_id == case.unit_id
    )


def knows_accused(actor: Actor, case: Case) -> bool:
    """Whether the actor may read whom the case complains of."""
    if actor.is_system or (actor.post_id is not None and actor.post_id == case.handler_post_id):
        return True
    units = {case.desk_unit_id, *([case.unit_id] if case.unit_id is not None else [])}
    return any(actor.holds(role, unit_id) for role in KNOWS_ACCUSED for unit_id in units)
