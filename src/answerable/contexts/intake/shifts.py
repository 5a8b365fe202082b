"""Who sits at the hotline, who is to, and what the last ones have handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from answerable.contexts.intake.models import PlannedShift, Shift
from answerable.contexts.intake.permissions import desks_of, may_plan
from answerable.contexts.intake.rota import LONGEST
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

HANDED_OVER = timedelta(hours=24)
NOTES = 3
PAGE = 50


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift; its calls are references, which whoever shows them asks `cases` about."""

    public_id: UUID
    post_id: int
    began_at: datetime
    ended_at: datetime | None
    calls: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PlannedView:
    """A line of the rota. `may_cancel` says whether the reader may take it off."""

    public_id: UUID
    post_id: int
    begins_at: datetime
    ends_at: datetime
    may_cancel: bool


def shift_of(actor: Actor, at: datetime) -> ShiftView | None:
    """Return the shift that the actor's post is in; None if it is in none."""
    row = Shift.objects.filter(post=actor.post_id, ended_at__isnull=True, began_at__gt=at - LONGEST).first()
    return None if row is None else _view(row)


def sitting_now(actor: Actor, at: datetime) -> list[ShiftView]:
    """Return the shifts that run at the actor's desks, the longest first."""
    rows = Shift.objects.filter(unit__in=desks_of(actor), ended_at__isnull=True, began_at__gt=at - LONGEST)
    return [_view(row) for row in rows.order_by("began_at", "id")]


def handed_over(actor: Actor, at: datetime) -> list[ShiftView]:
    """Return the shifts of the last day that have left a note for the next, the newest first."""
    rows = Shift.objects.filter(unit__in=desks_of(actor), ended_at__gt=at - HANDED_OVER)
    return [_view(row) for row in rows.exclude(note="").order_by("-ended_at", "-id")[:NOTES]]


def past_shifts(actor: Actor, before: datetime, *, post: UUID | None = None) -> list[ShiftView]:
    """Return shifts of the actor's desks that had ended before, the newest first, at most `PAGE` of them."""
    rows = Shift.objects.filter(unit__in=desks_of(actor), ended_at__lt=before)
    if post is not None:
        rows = rows.filter(post__public_id=post)
    return [_view(row) for row in rows.order_by("-ended_at", "-id")[:PAGE]]


def planned_shifts(actor: Actor, at: datetime, until: datetime) -> list[PlannedView]:
    """Return the lines of the rota of the actor's desks that touch this time, in their order."""
    rows = PlannedShift.objects.filter(unit__in=desks_of(actor), ends_at__gt=at, begins_at__lt=until)
    return [
        PlannedView(
            row.public_id,
            row.post_id,
            row.begins_at,
            row.ends_at,
            may_plan(actor, organisation.post_view(row.post_id)),
        )
        for row in rows.order_by("begins_at", "id")
    ]


def agents_of(actor: Actor, at: datetime) -> list[PostView]:
    """Return the posts that take calls at the actor's desks, by name."""
    return sorted(_agents(desks_of(actor), at), key=lambda post: (post.person_name, post.id))


def to_plan(actor: Actor, at: datetime) -> list[PostView]:
    """Return those of them that the actor may put on the rota."""
    return [post for post in agents_of(actor, at) if may_plan(actor, post)]


def _agents(units: Iterable[int], at: datetime) -> list[PostView]:
    today = timezone.localdate(at)
    return [
        post
        for unit in units
        for post in organisation.posts_in(unit, at=at)
        if post.is_held(today) and any(role is Role.AGENT for role, _unit in post.grants)
    ]


def _view(row: Shift) -> ShiftView:
    return ShiftView(row.public_id, row.post_id, row.began_at, row.ended_at, tuple(row.calls), row.note)
