"""How much time is allowed for what."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.deadlines.enums import ClockKind, TimeUnit
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import NotFound

ANY = ("*", _("Any"))
NUMBER = {"class": "short", "inputmode": "numeric"}


def any_topic() -> list[tuple[str, object]]:
    tree = cases.topics()
    return [ANY, *((topic.code, tree.name(topic.code)) for topic in tree if topic.active)]


class ClockForm(forms.Form):
    amount = forms.CharField(label=_("Time"), widget=forms.TextInput(attrs=NUMBER))
    unit = forms.ChoiceField(label=_("Unit of time"), choices=TimeUnit.choices)
    extension_max = forms.CharField(
        label=_("Extensions may add at most"),
        help_text=_("In the same unit; 0 allows none."),
        initial="0",
        widget=forms.TextInput(attrs=NUMBER),
    )
    why_zh = forms.CharField(
        label=_("Why, in Chinese"),
        help_text=_(
            "Residents read this beside their date. Name the norm, or say that it is the bureau's own rule."
        ),
        max_length=200,
    )
    why_en = forms.CharField(label=_("Why, in English"), max_length=200)


class NewClockForm(ClockForm):
    clock = forms.ChoiceField(label=_("Deadline"), choices=ClockKind.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *Kind.choices])
    topic = forms.ChoiceField(label=_("Topic"), choices=any_topic)

    field_order = ("clock", "kind", "topic")


@require_safe
@desk_page(Role.SETUP)
def clocks(request: DeskRequest) -> HttpResponse:
    rows = [_named(dict(row.cells)) for row in deadlines.clocks_table().rows]
    groups = [(kind.label, [row for row in rows if row["clock"] == kind]) for kind in ClockKind]
    context = {"here": "setup", "groups": [g for g in groups if g[1]], "mine": sets_up_bureau(request)}
    return render(request, "console/setup/clocks.html", context)


def _named(row: dict[str, str]) -> dict[str, object]:
    tree = cases.topics()
    return {
        **row,
        "kind_name": "" if row["kind"] == "*" else Kind(row["kind"]).label,
        "topic_name": "" if row["topic"] == "*" else _topic_name(row["topic"]),
        "unit_name": TimeUnit(row["unit"]).label,
        "kind_key": "any" if row["kind"] == "*" else row["kind"],
        "topic_key": "any" if row["topic"] == "*" else row["topic"],
        "general": row["kind"] == row["topic"] == "*",
        "known": row["topic"] == "*" or row["topic"] in tree,
    }


def _topic_name(code: str) -> str:
    tree = cases.topics()
    return tree.name(code) if code in tree else code


def _sheet(**how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:clocks"), back_name=_("Deadlines"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def add_clock(request: DeskRequest) -> HttpResponse:
    def act(form: NewClockForm) -> None:
        deadlines.save_clock(actor=request.actor, cells=form.cleaned_data, at=request.at)

    sheet = _sheet(
        title=_("Add a deadline"),
        lead=_(
            "The most special rule holds: a named topic before a named kind. Running deadlines stay as they are."
        ),
        done=_("The deadline is added."),
        submit=_("Add the deadline"),
    )
    return fill_in(request, sheet, NewClockForm, act, {"kind": "*", "topic": "*"})


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_clock(request: DeskRequest, clock: str, kind: str, topic: str) -> HttpResponse:
    key = _key(clock, kind, topic)
    rows = [row for row in deadlines.clocks_table().rows if key.items() <= row.cells.items()]
    if not rows:
        raise NotFound

    def act(form: ClockForm) -> None:
        deadlines.save_clock(actor=request.actor, cells={**form.cleaned_data, **key}, at=request.at)

    named = _named(dict(rows[0].cells))
    lead = " · ".join(str(part) for part in (named["kind_name"], named["topic_name"]) if part)
    sheet = _sheet(
        title=ClockKind(clock).label,
        lead=lead or _("Wherever no more special rule holds."),
        done=_("The deadline is changed. Running ones stay as they are."),
    )
    return fill_in(request, sheet, ClockForm, act, dict(rows[0].cells))


@require_POST
@desk_page(Role.SETUP)
def remove_clock(request: DeskRequest, clock: str, kind: str, topic: str) -> HttpResponse:
    deadlines.remove_clock(actor=request.actor, at=request.at, **_key(clock, kind, topic))
    messages.success(request, _now("The rule is taken out."))
    return redirect("console:setup:clocks")


def _key(clock: str, kind: str, topic: str) -> dict[str, str]:
    """Return the key of a rule from an address, in which `any` stands for `*`."""
    return {
        "clock": clock,
        "kind": "*" if kind == "any" else kind,
        "topic": "*" if topic == "any" else topic,
    }
