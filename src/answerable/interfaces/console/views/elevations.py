"""More rights for some hours: asked for with a reason, approved by another, seen by all, over by itself."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals import api as proposals
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.choices import UnitSelect, unit_id_of
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.setup.posts import ROLE_HINTS
from answerable.interfaces.web.forms import Tiles

HOURS = [("1", _("One hour")), ("2", _("Two hours")), ("4", _("Four hours")), ("8", _("Eight hours"))]


class ElevationForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Right"), choices=Role.choices, widget=Tiles(hints=ROLE_HINTS, pairs=True)
    )
    unit = forms.CharField(label=_("For the unit and all below it"), widget=UnitSelect())
    hours = forms.ChoiceField(label=_("For how long"), choices=HOURS)
    reason = forms.CharField(
        label=_("Why is it needed now?"),
        help_text=_("Everybody of the bureau reads it."),
        max_length=300,
        error_messages={"required": _("Give a reason.")},
    )

    def clean_unit(self) -> int:
        return unit_id_of(self.cleaned_data["unit"])


@require_safe
@desk_page()
def elevations(request: DeskRequest) -> HttpResponse:
    context = {
        "here": "more",
        "running": organisation.running_elevations(request.at),
        "past": organisation.past_elevations(request.at),
        "asked": [one for one in proposals.open_proposals(request.actor, at=request.at) if one.own],
        "mine": request.actor.person_id,
    }
    return render(request, "console/elevations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(fresh=Fresh.FORM)
def ask(request: DeskRequest) -> HttpResponse:
    """Ask; it begins when a second person, who sets up the unit, approves."""
    initial = {"unit": organisation.units().get(request.desk.post.unit_id).code, "hours": "1"}
    form = ElevationForm(request.POST or None, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        facts = {
            "post": request.desk.post.id,
            "role": typed["role"],
            "unit": typed["unit"],
            "hours": int(typed["hours"]),
            "reason": typed["reason"],
        }
        with told(form):
            proposals.propose(
                actor=request.actor,
                kind=proposals.ELEVATION,
                facts=facts,
                reason=typed["reason"],
                at=request.at,
            )
            messages.success(request, _now("Asked. It begins when somebody who sets up the unit approves."))
            return redirect("console:elevations")
    context = {"here": "more", "form": form}
    return render(request, "console/ask_elevation.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page()
def withdraw(request: DeskRequest, public_id: UUID) -> HttpResponse:
    proposals.refuse(actor=request.actor, public_id=public_id, at=request.at)
    messages.success(request, _now("It stays undone."))
    return redirect("console:elevations")


@require_POST
@desk_page()
def end(request: DeskRequest, public_id: UUID) -> HttpResponse:
    organisation.end_elevation(actor=request.actor, public_id=public_id, at=request.at)
    messages.success(request, _now("The right has ended."))
    return redirect("console:elevations")
