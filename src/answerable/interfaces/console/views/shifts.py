"""The hotline around the clock: who sits there, what was handed over, who comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.shifts import HandOverForm, PlanForm
from answerable.interfaces.console.refusals import told
from answerable.kernel.actor import Actor

AHEAD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Line:
    """A shift with those of its calls that the reader may know of."""

    shift: intake.ShiftView
    calls: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Role.AGENT, Role.LEADER)
def shifts(request: DeskRequest) -> HttpResponse:
    """The shifts of the desk; what is posted is a new line of the rota."""
    posts = intake.to_plan(request.actor, request.at)
    plan = PlanForm(request.POST or None, posts=posts)
    if request.method == "POST" and plan.is_valid():
        with told(plan):
            intake.plan_shift(
                actor=request.actor,
                post=plan.cleaned_data["post"],
                begins_at=plan.cleaned_data["begins_at"],
                ends_at=plan.cleaned_data["ends_at"],
                at=request.at,
            )
            messages.success(request, _("It is on the rota."))
            return redirect("console:shifts")
    return _page(request, plan if posts else None)


def _page(request: DeskRequest, plan: PlanForm | None) -> HttpResponse:
    actor, at = request.actor, request.at
    before = parse_datetime(request.GET.get("before", "")) or at
    only = _uuid(request.GET.get("post", ""))
    past = intake.past_shifts(actor, before, post=only)
    sitting, handed = intake.sitting_now(actor, at), intake.handed_over(actor, at)
    known = _known(actor, [*past, *sitting, *handed])
    planned = intake.planned_shifts(actor, at, at + AHEAD)
    mine = intake.shift_of(actor, at)
    context = {
        "here": "hotline" if request.desk.holds(Role.AGENT) else "overview",
        "mine": known.get(mine.public_id) if mine else None,
        "takes_calls": request.desk.holds(Role.AGENT),
        "end": HandOverForm(),
        "sitting": [known[one.public_id] for one in sitting],
        "handed": [known[one.public_id] for one in handed],
        "planned": planned,
        "gaps": intake.uncovered([(p.begins_at, p.ends_at) for p in planned], at, at + AHEAD),
        "plan": plan,
        "past": [known[one.public_id] for one in past],
        "agents": intake.agents_of(actor, at),
        "only": only,
        "older": past[-1].ended_at if len(past) == intake.SHIFTS_ON_A_PAGE else None,
        "first": "before" not in request.GET,
    }
    status = 422 if plan is not None and plan.errors else 200
    return render(request, "console/hotline/shifts.html", context, status=status)


def _known(actor: Actor, shifts: Iterable[intake.ShiftView]) -> Mapping[UUID, Line]:
    rows = list(shifts)
    seen = cases.visible_references(actor, [call for row in rows for call in row.calls])
    return {row.public_id: Line(row, tuple(call for call in row.calls if call in seen)) for row in rows}


def at_the_desk(actor: Actor, at: datetime) -> dict[str, object]:
    """Return what the desk says of shifts beside the call that is taken."""
    sitting, handed = intake.sitting_now(actor, at), intake.handed_over(actor, at)
    coming = [one for one in intake.planned_shifts(actor, at, at + AHEAD) if one.begins_at > at]
    return {
        "mine": intake.shift_of(actor, at),
        "sitting": sitting,
        "handed": handed,
        "coming": coming[0] if coming else None,
    }


@require_POST
@desk_page(Role.AGENT)
def begin(request: DeskRequest) -> HttpResponse:
    intake.begin_shift(actor=request.actor, at=request.at)
    messages.success(request, _("Your shift has begun."))
    return redirect("console:hotline")


@require_POST
@desk_page(Role.AGENT)
def end(request: DeskRequest) -> HttpResponse:
    form = HandOverForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["note"]))
        return redirect("console:shifts")
    intake.end_shift(actor=request.actor, note=form.cleaned_data["note"], at=request.at)
    messages.success(request, _("Your shift has ended, and the next one reads your note."))
    return redirect("console:shifts")


@require_POST
@desk_page(Role.AGENT, Role.LEADER)
def cancel(request: DeskRequest, shift: UUID) -> HttpResponse:
    intake.cancel_planned_shift(actor=request.actor, shift=shift, at=request.at)
    messages.success(request, _("It is off the rota."))
    return redirect("console:shifts")


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
