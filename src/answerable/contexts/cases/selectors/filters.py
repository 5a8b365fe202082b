"""From what a list is narrowed to, to the condition of its query."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from answerable.contexts.cases.enums import RoundState, Sort, View
from answerable.contexts.cases.topics import topics
from answerable.contexts.cases.views import CaseFilter
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor
from answerable.kernel.ids import parse_reference
from answerable.kernel.text import query_grams

MAX_GRAMS = 40
_NOTHING = Q(pk__in=())


def condition(actor: Actor, wanted: CaseFilter, at: datetime) -> Q:
    """Return the condition of a filter, without scope and walls."""
    found = view_condition(actor, wanted.view, at)
    for part in (_facts(wanted), _places(wanted), _text(wanted.text)):
        found &= part
    return found


def sort_of(wanted: CaseFilter) -> Sort:
    """Return the order of a list: open work by deadline, everything else newest first, unless it was chosen."""
    if wanted.sort is not None:
        return wanted.sort
    return Sort.NEWEST if wanted.view in (View.ALL, View.CLOSED) else Sort.DUE


def view_condition(actor: Actor, view: View, at: datetime) -> Q:
    """Return what a view shows of the cases in reach."""
    shown = _VIEWS[view](actor, at)
    return shown if view in _NOT_ONLY_OPEN else Q(is_open=True) & shown


def _own_unit(actor: Actor) -> Q:
    if actor.unit_id is None:
        return _NOTHING
    # What it has to work on, told by what it has not: a list of states would lure the planner from the order by date.
    return ~Q(state__in=[RoundState.TRIAGE, RoundState.ANSWERED]) & _within(actor.unit_id)


def _within(unit_id: int) -> Q:
    """Return the condition of being with a unit or below it. The whole bureau is no condition: that list is long."""
    tree = organisation.units()
    below = sorted(tree.subtree(unit_id))
    if unit_id == tree.root.id:
        return Q(unit__isnull=False)
    return Q(unit=unit_id) if len(below) == 1 else Q(unit__in=below)


def _led(actor: Actor) -> Q:
    """Those whose extension the actor decides on: of units below one that it leads."""
    if actor.is_system:
        return Q()
    tree = organisation.units()
    led = actor.reach((Role.LEADER,))
    below = {unit for unit in led if (tree.ancestors(unit)[:1] or (unit,))[0] in led}
    return Q(unit__in=sorted(below))


def _assisting(actor: Actor) -> Q:
    if actor.unit_id is None:
        return _NOTHING
    units = sorted(organisation.units().subtree(actor.unit_id))
    return Q(assisting_units__overlap=units) & ~Q(assisting_units=[])


def _to_hand_on(actor: Actor) -> Q:
    """What has no unit yet; at a branch's desk what was sent to the branch itself, for it to find the team."""
    desks = hands_on_below(actor)
    return Q(state=RoundState.DISPATCHED, unit__in=desks) if desks else Q(state=RoundState.TRIAGE)


def hands_on_below(actor: Actor) -> tuple[int, ...]:
    """Return the units for which a dispatcher of a branch finds the team; none for the bureau's own desk."""
    tree = organisation.units()
    if actor.is_system or not actor.is_staff or actor.holds(Role.DISPATCHER, tree.root.id):
        return ()
    return tuple(sorted(unit for unit in actor.reach((Role.DISPATCHER,)) if tree.children(unit)))


def _midnight_after(at: datetime) -> datetime:
    day = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


# Those that are narrower than open cases already, or wider.
_NOT_ONLY_OPEN = frozenset({View.EXTENSION, View.ASSIST, View.CLOSED, View.ALL})
_VIEWS: Mapping[View, Callable[[Actor, datetime], Q]] = {
    View.MINE: lambda actor, _: Q(handler_post=actor.post_id) if actor.post_id else _NOTHING,
    View.UNIT: lambda actor, _: _own_unit(actor),
    View.OVERDUE: lambda _, at: Q(due_at__lt=at),
    View.DUE_TODAY: lambda _, at: Q(due_at__gte=at, due_at__lt=_midnight_after(at)),
    View.TRIAGE: lambda actor, _: _to_hand_on(actor),
    View.RETURNING: lambda *_: Q(state=RoundState.RETURNING),
    View.EXTENSION: lambda actor, _: Q(extension_asked=True) & _led(actor),
    View.ASSIST: lambda actor, _: _assisting(actor),
    View.DISPUTED: lambda *_: Q(state=RoundState.DISPUTED),
    View.URGENT: lambda *_: Q(urgent=True),
    View.OPEN: lambda *_: Q(),
    View.CLOSED: lambda *_: Q(is_open=False),
    View.ALL: lambda *_: Q(),
}


def _facts(wanted: CaseFilter) -> Q:
    found = Q()
    if wanted.topic_code:
        found &= Q(topic_code__in=topics().within(wanted.topic_code))
    if wanted.kinds:
        found &= Q(kind__in=wanted.kinds)
    if wanted.states:
        found &= Q(state__in=wanted.states)
    if wanted.channels:
        found &= Q(channel__in=wanted.channels)
    if wanted.urgent:
        found &= Q(urgent=True)
    if wanted.received_from:
        found &= Q(received_at__gte=wanted.received_from)
    if wanted.received_until:
        found &= Q(received_at__lt=wanted.received_until)
    if wanted.bundle:
        found &= Q(bundle__public_id=wanted.bundle)
    return found


def _places(wanted: CaseFilter) -> Q:
    found = Q()
    if wanted.unit_id is not None:
        found &= _within(wanted.unit_id)
    if wanted.area_id is not None:
        index = organisation.areas()
        parts = [area.id for area in index if index.is_within(area.id, wanted.area_id)]
        found &= Q(area__in=parts)
    if wanted.handler_post_id is not None:
        found &= Q(handler_post=wanted.handler_post_id)
    return found


def _text(text: str) -> Q:
    if not text.strip():
        return Q()
    reference = parse_reference(text)
    if reference is not None:
        return Q(reference=reference)
    found = query_grams(text)[:MAX_GRAMS]
    return Q(search_grams__contains=found) if found else _NOTHING
