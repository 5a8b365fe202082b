"""Who has more rights for some hours: known to all staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models import Elevation
from answerable.contexts.organisation.post_book import PostView
from answerable.contexts.organisation.tree import UnitView

SHOWN_FOR = timedelta(days=90)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class ElevationView:
    """`over_at` is when it ends or ended, by itself or by somebody."""

    public_id: UUID
    post: PostView
    role: Role
    unit: UnitView
    reason: str
    approved_by: PostView
    begins_at: datetime
    over_at: datetime


def running_elevations(at: datetime) -> list[ElevationView]:
    """Return those in force, the newest first."""
    return _views(Elevation.objects.filter(ended_at=None, begins_at__lte=at, ends_at__gt=at))


def past_elevations(at: datetime) -> list[ElevationView]:
    """Return those of the last 90 days that are over, the newest first."""
    over = Q(ends_at__lte=at) | Q(ended_at__isnull=False)
    return _views(Elevation.objects.filter(over, begins_at__gt=at - SHOWN_FOR))


def _views(found: "QuerySet[Elevation]") -> list[ElevationView]:
    rows = found.annotate(over_at=Coalesce(F("ended_at"), F("ends_at"))).order_by("-begins_at", "-id")
    return [
        ElevationView(
            public_id=one.public_id,
            post=selectors.post_view(one.post_id),
            role=Role(one.role),
            unit=selectors.units().get(one.unit_id),
            reason=one.reason,
            approved_by=selectors.post_view(one.approved_by_id),
            begins_at=one.begins_at,
            over_at=one.over_at,
        )
        for one in rows[:LONGEST]
    ]
