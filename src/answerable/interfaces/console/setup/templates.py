"""Texts to begin an answer with, and what goes out by itself."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import TemplateView
from answerable.contexts.cases.enums import Channel, Kind, TemplatePurpose
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.setup.clocks import ANY, any_topic
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import Fault, Invalid, NotFound


class TemplateForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    purpose = forms.ChoiceField(label=_("For"), choices=TemplatePurpose.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *Kind.choices])
    topic = forms.ChoiceField(label=_("Topic"), choices=any_topic)
    channel = forms.ChoiceField(label=_("Channel"), choices=[ANY, *Channel.choices])
    body_zh = forms.CharField(
        label=_("Text in Chinese"),
        help_text=_(
            "These are filled in: {{ reference }}, {{ unit }}, {{ due }}, {{ answer }}; {{ link }} in an invitation"
            " to rate."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    body_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 10}))
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def template(self, code: str, position: int) -> TemplateView:
        typed = {**self.cleaned_data, "code": code, "position": position}
        return TemplateView(**{**typed, "purpose": TemplatePurpose(typed["purpose"])})


class NewTemplateForm(TemplateForm):
    code = forms.CharField(
        label=_("Code"), help_text=_("Small letters, digits, points and dashes."), max_length=60
    )

    field_order = ("code",)


@require_safe
@desk_page(Role.SETUP)
def templates(request: DeskRequest) -> HttpResponse:
    groups = [
        (purpose.label, [one for one in cases.templates() if one.purpose == purpose])
        for purpose in TemplatePurpose
    ]
    context = {
        "here": "setup",
        "groups": [group for group in groups if group[1]],
        "count": len(cases.templates()),
        "mine": sets_up_bureau(request),
    }
    return render(request, "console/setup/templates.html", context)


def _sheet(**how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:templates"), back_name=_("Templates"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def add_template(request: DeskRequest) -> HttpResponse:
    def act(form: NewTemplateForm) -> None:
        code = form.cleaned_data.pop("code")
        if cases.template(code):
            raise Invalid([Fault("code", _("There is a template of this code already."))])
        template = form.template(code, len(cases.templates()) + 1)
        cases.save_template(actor=request.actor, template=template, at=request.at)

    sheet = _sheet(title=_("Add a template"), done=_("The template is added."), submit=_("Add the template"))
    return fill_in(request, sheet, NewTemplateForm, act, {"kind": "*", "topic": "*", "channel": "*"})


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_template(request: DeskRequest, code: str) -> HttpResponse:
    template = cases.template(code)
    if template is None:
        raise NotFound

    def act(form: TemplateForm) -> None:
        changed = form.template(code, template.position)
        cases.save_template(actor=request.actor, template=changed, at=request.at)

    initial = {name: getattr(template, name) for name in TemplateForm.base_fields}
    sheet = _sheet(
        title=template.name(),
        done=_("The template is changed."),
        template="console/setup/template.html",
        more={"previews": [_preview(template, language) for language in ("zh", "en")]},
    )
    return fill_in(request, sheet, TemplateForm, act, initial)


def _preview(template: TemplateView, language: str) -> tuple[str, str]:
    """Return the language and exactly what a resident would get, with examples filled in."""
    text = cases.render_template(
        template,
        language,
        reference="2026-7K4M-Q2XW",
        unit=_now("Lianhua Police Station"),
        due="2026-05-15 17:30",
        answer=_now("(the answer)"),
        link="https://…/rate#…",
    )
    return language, text
