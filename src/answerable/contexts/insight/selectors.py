"""Reads of insight: warnings, their curves, and how the budget of false alarms was kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from answerable.contexts.insight.domain.curve import Point, curve
from answerable.contexts.insight.domain.hierarchy import Node
from answerable.contexts.insight.enums import Cause, WarningState
from answerable.contexts.insight.errors import NotFound
from answerable.contexts.insight.levels import WEEK, counted_until
from answerable.contexts.insight.models import EarlyWarning, JudgedWeek, WeekCount
from answerable.contexts.insight.permissions import DOERS, areas_of
from answerable.kernel.actor import Actor

DRAWN = 40


@dataclass(frozen=True, slots=True)
class WarningView:
    """A warning as it is shown. No area: the whole bureau."""

    public_id: UUID
    week: date
    topic_code: str
    area_id: int | None
    count: int
    expected: float
    evidence: float
    threshold: float
    raised_at: datetime
    state: WarningState
    post_id: int | None
    taken_at: datetime | None
    climbed_at: datetime | None
    cause: Cause | None
    words: str
    closed_at: datetime | None
    closed_by_post_id: int | None

    @property
    def is_open(self) -> bool:
        return self.state is not WarningState.CLOSED

    @property
    def times(self) -> float:
        """How many times what was expected."""
        return self.count / self.expected


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """A week of a curve."""

    week: date
    point: Point


@dataclass(frozen=True, slots=True)
class BudgetWeek:
    """What was judged in a week, and what it raised."""

    week: date
    series: int
    alpha: float
    budget: float
    alarms: int
    raised: int


@dataclass(frozen=True, slots=True)
class History:
    """Since when counts are known, how much of it was given, and up to when they were counted."""

    first: date
    given_until: date | None
    last: date


def seen_by(actor: Actor) -> Q:
    """Return the condition of being a warning for the actor."""
    areas = areas_of(actor)
    return Q() if areas is None else Q(area__in=areas)


def may_act(actor: Actor, area_id: int | None) -> bool:
    areas = areas_of(actor, DOERS)
    return areas is None or area_id in areas


def warnings(actor: Actor, *, closed: bool = False, limit: int = 100) -> list[WarningView]:
    """Return the actor's open warnings, those that nobody took first; or the closed ones, newest first."""
    rows = EarlyWarning.objects.filter(seen_by(actor))
    if closed:
        rows = rows.filter(state=WarningState.CLOSED).order_by("-closed_at", "-id")
    else:
        rows = rows.exclude(state=WarningState.CLOSED).order_by("state", "-raised_at", "-id")
    return [_view(row) for row in rows[:limit]]


def open_warnings(actor: Actor) -> int:
    """Return how many warnings of the actor are open."""
    return EarlyWarning.objects.filter(seen_by(actor)).exclude(state=WarningState.CLOSED).count()


def warning(actor: Actor, public_id: UUID) -> WarningView:
    """Return one.

    Raises:
        NotFound: there is none, or none for the actor.
    """
    row = EarlyWarning.objects.filter(seen_by(actor), public_id=public_id).first()
    if row is None:
        raise NotFound
    return _view(row)


def curve_of(view: WarningView, until: date) -> list[WeekPoint]:
    """Return the weeks before and after a warning, up to a Monday, each judged by the weeks before it."""
    counted = counted_until(min(until, view.week + DRAWN // 4 * WEEK))
    if counted is None:
        return []
    first, series = counted
    counts = series.get(Node(view.topic_code, view.area_id))
    if counts is None:
        return []
    return [WeekPoint(first + point.week * WEEK, point) for point in curve(counts, DRAWN)]


def budget_history(*, weeks: int = 12) -> list[BudgetWeek]:
    """Return the newest judged weeks, newest first."""
    return [
        BudgetWeek(row.week, row.series, row.alpha, row.budget, row.alarms, row.raised)
        for row in JudgedWeek.objects.order_by("-week")[:weeks]
    ]


def history() -> History | None:
    """Return what is known of the past; None before anything was counted or given."""
    weeks = WeekCount.objects.order_by("week")
    first, last = weeks.first(), weeks.last()
    if first is None or last is None:
        return None
    given = weeks.filter(given=True).last()
    return History(first.week, given.week if given else None, last.week)


def counts() -> dict[tuple[str, int | None], dict[date, int]]:
    """Return what was counted here, by topic and area: the weeks that had any, and how many."""
    found: dict[tuple[str, int | None], dict[date, int]] = {}
    rows = WeekCount.objects.filter(given=False)
    for topic, area, week, count in rows.values_list("topic_code", "area_id", "week", "count"):
        found.setdefault((topic, area), {})[week] = count
    return found


def _view(row: EarlyWarning) -> WarningView:
    return WarningView(
        public_id=row.public_id,
        week=row.week,
        topic_code=row.topic_code,
        area_id=row.area_id,
        count=row.count,
        expected=row.expected,
        evidence=row.evidence,
        threshold=row.threshold,
        raised_at=row.raised_at,
        state=WarningState(row.state),
        post_id=row.post_id,
        taken_at=row.taken_at,
        climbed_at=row.climbed_at,
        cause=Cause(row.cause) if row.cause else None,
        words=row.words,
        closed_at=row.closed_at,
        closed_by_post_id=row.closed_by_post_id,
    )
