"""Count a month: the rounds answered in it, and what became of the question how it was.

Cases behind a wall are left out, and the page says so: a unit that knows its own cases would find from a public count
that there is one that it may not know of.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation import api as organisation
from answerable.contexts.review.domain.month import Part, PartCounts, add_up, next_month
from answerable.contexts.review.enums import InvitationState, Resolved, Satisfaction, VisitState
from answerable.contexts.review.models import Invitation
from answerable.contexts.review.services.invite import invitation_key
from answerable.kernel.languages import in_both

_KEY = ("unit_id", "case__topic_code", "case__channel")
_Cell = tuple[int, str, str]


def month_counts(month: date) -> list[PartCounts]:
    """Return the counts of the month that begins on this day: bureau, units of the first level, topics, channels."""
    rows = _rows(month)
    counted = rows.order_by().values(*_KEY).annotate(**_STEPS)
    delivered = _delivered(rows)
    cells = {
        (row["unit_id"], row["case__topic_code"], row["case__channel"]): {
            step: row[f"n_{step}"] for step in _PLAIN
        }
        for row in counted
    }
    for key, counts in cells.items():
        counts["delivered"] = delivered[key]
    return add_up((list(_parts(*key)), cells[key]) for key in sorted(cells, key=_order))


def _rows(month: date) -> "QuerySet[Invitation]":
    zone = timezone.get_default_timezone()
    start, end = (datetime.combine(day, time.min, zone) for day in (month, next_month(month)))
    return Invitation.objects.filter(made_at__gte=start, made_at__lt=end, case__in=cases.unwalled_cases())


def _if(**condition: object) -> Count:
    return Count("id", filter=Q(**condition))


_DECIDED = ~Q(rating__visit__state=VisitState.ENDED)
_STEPS = {
    "n_due": Count("id"),
    "n_in_time": Count("id", filter=Q(round__answered_at__lte=F("round__due_at"))),
    "n_invited": _if(told=True),
    "n_answered": _if(state=InvitationState.RATED),
    "n_silent": _if(told=True, state__in=[InvitationState.LAPSED, InvitationState.OPEN]),
    "n_ended": _if(told=True, state=InvitationState.ENDED),
    "n_satisfied": _if(rating__satisfaction=Satisfaction.SATISFIED),
    "n_basically": _if(rating__satisfaction=Satisfaction.BASICALLY),
    "n_dissatisfied": _if(rating__satisfaction=Satisfaction.DISSATISFIED),
    "n_solved": _if(rating__resolved=Resolved.YES),
    "n_partly": _if(rating__resolved=Resolved.PARTLY),
    "n_not_solved": _if(rating__resolved=Resolved.NO),
    "n_visits": Count("id", filter=Q(rating__visit__isnull=False) & _DECIDED),
    "n_upheld": _if(rating__visit__state=VisitState.UPHELD),
}
_PLAIN = tuple(name.removeprefix("n_") for name in _STEPS)


def _delivered(rows: "QuerySet[Invitation]") -> Mapping[_Cell, int]:
    """Count the invitations that went out, by their keys in the outbox."""
    told = rows.filter(told=True).values_list("round_id", *_KEY)
    cell_of = {invitation_key(round_id): (unit, topic, channel) for round_id, unit, topic, channel in told}
    return Counter(cell_of[key] for key in set(messaging.sent_keys(cell_of)))


def _order(cell: _Cell) -> tuple[tuple[int, ...], int, str]:
    """Units as the organisation lists them; nobody stands before another for a figure."""
    tree, topics = organisation.units(), [topic.code for topic in cases.topics()]
    unit, topic, channel = cell
    place = topics.index(topic) if topic in topics else len(topics)
    return tuple(one.id for one in tree.path(unit)), place, channel


def _parts(unit_id: int, topic_code: str, channel: str) -> Iterator[Part]:
    tree, topics = organisation.units(), cases.topics()
    path = tree.path(unit_id)
    bureau, unit = path[0], path[min(1, len(path) - 1)]
    yield Part("bureau", bureau.code, bureau.name("zh"), bureau.name("en"))
    yield Part("unit", unit.code, unit.name("zh"), unit.name("en"))
    line = topics.line(topic_code)
    group = topics.by_code(line[-1]) if line else None
    if group is not None:
        yield Part("topic", group.code, group.name("zh"), group.name("en"))
    yield Part("channel", channel, *in_both(Channel(channel).label))
