"""Which unit a case goes to, by topic, area and kind; and what is wrong with that."""

from typing import Any
from uuid import UUID

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
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.api import RuleView
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.choices import AreaSelect, TopicSelect, UnitSelect, unit_id_of
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import NotFound


class RuleForm(forms.Form):
    topic = forms.CharField(
        label=_("Topic"),
        help_text=_("Left empty: any. A topic of the first level stands for all below it."),
        required=False,
        widget=TopicSelect(leaves_only=False),
    )
    area = forms.CharField(
        label=_("Area"), help_text=_("Left empty: any."), required=False, widget=AreaSelect()
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *Kind.choices], required=False)
    unit = forms.CharField(
        label=_("Goes to"),
        help_text=_("Left empty: the unit that is responsible for the case's area."),
        required=False,
        widget=UnitSelect(),
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        help_text=_("Small numbers are tried first; among equals the more special rule."),
        min_value=1,
        max_value=9999,
        initial=100,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    note = forms.CharField(
        label=_("Note"), help_text=_("Where the duty is laid down."), max_length=200, required=False
    )

    def clean_area(self) -> int | None:
        code = self.cleaned_data["area"]
        area = organisation.areas().by_code(code)
        if code and area is None:
            raise forms.ValidationError(_("Choose an area from the list."))
        return area.id if area else None

    def clean_unit(self) -> int | None:
        code = self.cleaned_data["unit"]
        return unit_id_of(code) if code else None

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "priority": typed["priority"],
            "topic": typed["topic"],
            "area_id": typed["area"],
            "kind": typed["kind"],
            "unit_id": typed["unit"],
            "note": typed["note"],
        }


@require_safe
@desk_page(Role.SETUP)
def catalogue(request: DeskRequest) -> HttpResponse:
    findings: dict[int, list[str]] = {}
    for finding in dispatch.lint_catalogue():
        findings.setdefault(finding.line, []).append(finding.sentence)
    rows = [
        {**_named(rule), "findings": findings.get(rule.line, [])}
        for rule in sorted(dispatch.catalogue(), key=lambda rule: (rule.priority, rule.line))
    ]
    context = {
        "here": "setup",
        "rows": rows,
        "flawed": sum(1 for row in rows if row["findings"]),
        "mine": sets_up_bureau(request),
    }
    return render(request, "console/setup/catalogue.html", context)


def _named(rule: RuleView) -> dict[str, Any]:
    topics = cases.topics()
    return {
        "rule": rule,
        "topic": topics.name(rule.topic) if rule.topic in topics else rule.topic,
        "area": "" if rule.area_id is None else organisation.areas().name(rule.area_id),
        "kind": Kind(rule.kind).label if rule.kind else "",
        "unit": "" if rule.unit_id is None else organisation.units().name(rule.unit_id),
    }


def _sheet(**how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:catalogue"), back_name=_("Duties"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def add_rule(request: DeskRequest) -> HttpResponse:
    def act(form: RuleForm) -> None:
        dispatch.save_rule(actor=request.actor, at=request.at, **form.facts())

    sheet = _sheet(title=_("Add a rule"), done=_("The rule is added."), submit=_("Add the rule"))
    return fill_in(request, sheet, RuleForm, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_rule(request: DeskRequest, public_id: UUID) -> HttpResponse:
    rule = next((one for one in dispatch.catalogue() if one.public_id == public_id), None)
    if rule is None:
        raise NotFound

    def act(form: RuleForm) -> None:
        dispatch.save_rule(actor=request.actor, at=request.at, replaces=public_id, **form.facts())

    areas, units = organisation.areas(), organisation.units()
    initial = {
        "topic": rule.topic,
        "area": areas.get(rule.area_id).code if rule.area_id else "",
        "kind": rule.kind,
        "unit": units.get(rule.unit_id).code if rule.unit_id else "",
        "priority": rule.priority,
        "note": rule.note,
    }
    sheet = _sheet(
        title=_("Change the rule"),
        lead=_("Cases that are dispatched already stay where they are."),
        done=_("The rule is changed."),
    )
    return fill_in(request, sheet, RuleForm, act, initial)


@require_POST
@desk_page(Role.SETUP)
def retire_rule(request: DeskRequest, public_id: UUID) -> HttpResponse:
    dispatch.retire_rule(actor=request.actor, public_id=public_id, at=request.at)
    messages.success(request, _now("The rule is taken out."))
    return redirect("console:setup:catalogue")
