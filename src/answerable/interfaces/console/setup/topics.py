"""The two-level tree of topics."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import TopicView
from answerable.contexts.cases.enums import Kind, Sensitive
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.setup.lines import as_lines, from_lines
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import Fault, Invalid, NotFound


class TopicForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    kind = forms.ChoiceField(
        label=_("Usual kind"), help_text=_("What a case of this topic usually is."), choices=Kind.choices
    )
    sensitive = forms.ChoiceField(
        label=_("Care"),
        help_text=_("Who is kept away from such a case, or how the resident has to be contacted."),
        choices=Sensitive.choices,
        required=False,
    )
    description_zh = forms.CharField(
        label=_("Description in Chinese"),
        help_text=_("Residents read it when they choose; a new bureau's classifier learns from it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    description_en = forms.CharField(
        label=_("Description in English"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    terms_zh = forms.CharField(
        label=_("Words that speak for it, in Chinese"),
        help_text=_("One to a line."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    terms_en = forms.CharField(
        label=_("Words that speak for it, in English"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def topic(self, code: str, position: int) -> TopicView:
        typed = self.cleaned_data
        return TopicView(
            code=code,
            parent=code.rpartition(".")[0],
            name_zh=typed["name_zh"],
            name_en=typed["name_en"],
            description_zh=typed["description_zh"],
            description_en=typed["description_en"],
            terms_zh=tuple(from_lines(typed["terms_zh"]).split("|")),
            terms_en=tuple(from_lines(typed["terms_en"]).split("|")),
            kind=Kind(typed["kind"]),
            sensitive=Sensitive(typed["sensitive"]),
            position=position,
            active=typed["active"],
        )


class NewTopicForm(TopicForm):
    code = forms.CharField(
        label=_("Code"),
        help_text=_(
            "Small letters. Below another topic: its code, a point, and a word, as in traffic.parking."
        ),
        max_length=60,
    )

    field_order = ("code",)


@require_safe
@desk_page(Role.SETUP)
def topics(request: DeskRequest) -> HttpResponse:
    tree = cases.topics()
    groups = [(top, tree.children(top.code)) for top in tree if not top.parent]
    context = {"here": "setup", "groups": groups, "count": len(tree), "mine": sets_up_bureau(request)}
    return render(request, "console/setup/topics.html", context)


def _sheet(**how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:topics"), back_name=_("Topics"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def add_topic(request: DeskRequest) -> HttpResponse:
    def act(form: NewTopicForm) -> None:
        code = form.cleaned_data["code"]
        if code in cases.topics():
            raise Invalid([Fault("code", _("There is a topic of this code already."))])
        topic = form.topic(code, len(cases.topics()) + 1)
        cases.save_topic(actor=request.actor, topic=topic, at=request.at)

    sheet = _sheet(title=_("Add a topic"), done=_("The topic is added."), submit=_("Add the topic"))
    under = request.GET.get("under", "")
    return fill_in(request, sheet, NewTopicForm, act, {"code": f"{under}." if under else ""})


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_topic(request: DeskRequest, code: str) -> HttpResponse:
    topic = cases.topics().by_code(code)
    if topic is None:
        raise NotFound

    def act(form: TopicForm) -> None:
        cases.save_topic(actor=request.actor, topic=form.topic(code, topic.position), at=request.at)

    names = ("name_zh", "name_en", "kind", "sensitive", "description_zh", "description_en", "active")
    initial = {
        **{name: getattr(topic, name) for name in names},
        "terms_zh": as_lines(topic.terms_zh),
        "terms_en": as_lines(topic.terms_en),
    }
    sheet = _sheet(
        title=topic.name(),
        lead=_("A topic is never deleted: old cases keep it. Take it out of use instead."),
        done=_("The topic is changed."),
    )
    return fill_in(request, sheet, TopicForm, act, initial)
