"""The ways in and out: which gateways there are, how they do, whether each day adds up, and setting them up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.cases.enums import Channel
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import GatewayForm, GatewayKind, GatewayView, Setting
from answerable.contexts.messaging.enums import Outcome
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import NotFound
from answerable.processes.look_at_channels import channel_days

Words = str | Promise
_SAID: Mapping[Outcome, Words] = {
    Outcome.SENT: _("It was handed over. Look whether it arrives."),
    Outcome.REFUSED: _("It was refused for now."),
    Outcome.IMPOSSIBLE: _("It was refused."),
    Outcome.UNCERTAIN: _("Nobody knows whether it was taken."),
}


@dataclass(frozen=True, slots=True)
class Health:
    """How a gateway does, in a word and its tone."""

    word: Words
    tone: str


@dataclass(frozen=True, slots=True)
class BalanceRow:
    day: Any
    channel: Words
    balance: Any


class PlainForm(forms.Form):
    """What every gateway has; its kind adds the rest."""

    name = forms.CharField(label=_("Name"), max_length=60)
    per_second = forms.IntegerField(
        label=_("Messages a second at most"), min_value=1, max_value=5000, initial=10
    )
    rank = forms.IntegerField(
        label=_("Order"),
        help_text=_(
            "Of two gateways of one channel the lower number is used, the other one when that fails."
        ),
        min_value=1,
        max_value=99,
        initial=1,
    )

    def typed(self) -> GatewayForm:
        values = {
            key: str(value or "")
            for key, value in self.cleaned_data.items()
            if key not in PlainForm.base_fields
        }
        return GatewayForm(
            self.cleaned_data["name"], values, self.cleaned_data["per_second"], self.cleaned_data["rank"]
        )


class TestForm(forms.Form):
    to = forms.CharField(
        label=_("To"),
        help_text=_("Your own number or address. It is not kept."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _form_of(kind: GatewayKind, view: GatewayView | None) -> type[PlainForm]:
    fields = {one.name: _field(one, view) for one in kind.settings}
    made: type[PlainForm] = type("KindForm", (PlainForm,), fields)
    return made


def _field(one: Setting, view: GatewayView | None) -> forms.CharField:
    is_set = view is not None and one.name in view.secrets
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    if one.secret:
        widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    elif one.lines > 1:
        widget = forms.Textarea(attrs={"rows": one.lines, "spellcheck": "false"})
    return forms.CharField(
        label=str(one.label),
        help_text=str(_("It is set. Leave it empty to keep it.") if is_set else one.hint),
        required=one.required and not is_set,
        initial=one.default,
        max_length=5000,
        widget=widget,
    )


@require_safe
@desk_page(Role.SETUP)
def channels(request: DeskRequest) -> HttpResponse:
    days = channel_days(request.actor, at=request.at)
    names = dict(Channel.choices)
    rows = [
        BalanceRow(day.on, names.get(channel, channel), balance)
        for day in days
        for channel, balance in day.balances.items()
    ]
    context = {
        "here": "setup",
        "lines": [
            (one, names.get(one.kind.channel, one.kind.channel), _health(one), _calls_at(request, one))
            for one in messaging.gateways(request.actor)
        ],
        "kinds": messaging.gateway_kinds(),
        "rows": rows,
        "broken": [row for row in rows if not row.balance.holds],
        "suppressed": [
            (names.get(channel, channel), reason.label, count)
            for (channel, reason), count in sorted(messaging.suppressed_counts().items())
        ],
        "mine": sets_up_bureau(request),
    }
    return render(request, "console/setup/channels.html", context)


def _health(one: GatewayView) -> Health:
    if one.paused_at is not None:
        return Health(_("Paused"), "rest")
    if one.is_troubled:
        return Health(_("In trouble"), "late")
    return Health(_("Works"), "good") if one.ok_at else Health(_("Not used yet"), "wait")


def _calls_at(request: DeskRequest, one: GatewayView) -> str:
    return request.build_absolute_uri(reverse("api_gateway_call", kwargs={"gateway": one.public_id}))


def _sheet(**how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:channels"), back_name=_("Channels"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def add_gateway(request: DeskRequest, kind: str) -> HttpResponse:
    found = next((one for one in messaging.gateway_kinds() if one.kind == kind), None)
    if found is None:
        raise NotFound

    def act(form: PlainForm) -> None:
        messaging.open_gateway(actor=request.actor, kind=kind, form=form.typed(), at=request.at)

    sheet = _sheet(
        title=found.name,
        lead=_("It is paused at first. Send a test, then let it go."),
        done=_("The gateway is set up and paused."),
        submit=_("Set it up"),
    )
    return fill_in(request, sheet, _form_of(found, None), act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def change_gateway(request: DeskRequest, gateway: UUID) -> HttpResponse:
    view = messaging.gateway(request.actor, gateway)

    def act(form: PlainForm) -> None:
        messaging.change_gateway(actor=request.actor, gateway_id=gateway, form=form.typed(), at=request.at)

    initial = {**view.values, "name": view.name, "per_second": view.per_second, "rank": view.rank}
    sheet = _sheet(title=view.name, done=_("The gateway is changed."))
    return fill_in(request, sheet, _form_of(view.kind, view), act, initial)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def test_gateway(request: DeskRequest, gateway: UUID) -> HttpResponse:
    view = messaging.gateway(request.actor, gateway)

    def act(form: TestForm) -> None:
        said = messaging.try_gateway(
            actor=request.actor, gateway_id=gateway, to=form.cleaned_data["to"], at=request.at
        )
        tell = messages.success if said.outcome is Outcome.SENT else messages.error
        tell(request, f"{_SAID[said.outcome]} {said.why}".strip())

    sheet = _sheet(
        title=gettext("Send a test by %(name)s") % {"name": view.name},
        lead=_("It goes out at once, also while the gateway is paused."),
        done="",
        submit=_("Send a test"),
    )
    return fill_in(request, sheet, TestForm, act)


@require_POST
@desk_page(Role.SETUP)
def pause_gateway(request: DeskRequest, gateway: UUID) -> HttpResponse:
    """Stop a gateway or let it go on; stopping asks nothing more, so that it is quick."""
    paused = request.POST.get("paused") == "1"
    messaging.pause_gateway(actor=request.actor, gateway_id=gateway, paused=paused, at=request.at)
    messages.success(request, _("The gateway is paused.") if paused else _("The gateway goes on."))
    return redirect("console:setup:channels")
