"""The tree of units, and each unit with its posts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView, UnitView
from answerable.contexts.organisation.enums import Level, Role, UnitKind
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.choices import UnitSelect, unit_id_of
from answerable.interfaces.console.setup.sheet import Nothing, Sheet, fill_in, may_set_up
from answerable.kernel.errors import NotFound

GET_OR_POST = ["GET", "HEAD", "POST"]
CODE_HINT = _("Letters, digits, points, lines and dashes. It stays the same for ever.")


class UnitForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=UnitKind.choices)
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Shown to residents whose case is there."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "tel"}),
    )
    position = forms.CharField(
        label=_("Position in the list"),
        help_text=_("A number; small ones stand first."),
        max_length=9,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class NewUnitForm(UnitForm):
    code = forms.CharField(label=_("Code"), help_text=CODE_HINT, max_length=40)

    field_order = ("code", "name_zh", "name_en")


class MoveForm(forms.Form):
    parent = forms.CharField(label=_("Under"), widget=UnitSelect())

    def clean_parent(self) -> int:
        return unit_id_of(self.cleaned_data["parent"])


class AppointForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        help_text=_("A user name that is there already is that person, who gets one more post."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label=_("Name of the person"), max_length=100, required=False)
    title_zh = forms.CharField(label=_("Post in Chinese"), max_length=60)
    title_en = forms.CharField(label=_("Post in English"), max_length=60, required=False)
    starts_on = forms.CharField(
        label=_("First day"),
        help_text=_("Left empty: today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A line of the tree."""

    unit: UnitView
    depth: int
    posts: int
    mine: bool


@dataclass(frozen=True, slots=True)
class PostRow:
    post: PostView
    rights: list[str]
    held: bool


def find_unit(code: str) -> UnitView:
    unit = organisation.units().by_code(code)
    if unit is None:
        raise NotFound
    return unit


def unit_address(code: str) -> str:
    return reverse("console:setup:unit", args=[code])


@require_safe
@desk_page(Role.SETUP)
def units(request: DeskRequest) -> HttpResponse:
    tree = organisation.units()
    rows = [
        UnitRow(
            unit,
            min(tree.depth(unit.id), 6),
            len(organisation.posts_in(unit.id, at=request.at)),
            may_set_up(request, unit.id),
        )
        for unit in tree
    ]
    return render(request, "console/setup/units.html", {"here": "setup", "rows": rows})


@require_safe
@desk_page(Role.SETUP)
def unit(request: DeskRequest, code: str) -> HttpResponse:
    tree = organisation.units()
    shown = find_unit(code)
    above = tree.parent(shown.id)
    context = {
        "here": "setup",
        "unit": shown,
        "names": [one.name() for one in tree.path(shown.id)],
        "children": tree.children(shown.id),
        "posts": _posts_of(shown, request.at),
        "areas": [organisation.areas().get(area) for area in organisation.areas().areas_of(shown.id)],
        "mine": may_set_up(request, shown.id),
        "above_mine": above is not None and may_set_up(request, above.id),
    }
    return render(request, "console/setup/unit.html", context)


def _posts_of(shown: UnitView, at: datetime) -> list[PostRow]:
    """Return the posts that have not ended, those that wait for a day or for an account too."""
    today = timezone.localdate(at)
    posts = [post for post in organisation.posts_not_ended(today) if post.unit_id == shown.id]
    return [
        PostRow(post, [str(role.label) for role in dict(post.grants)], post.is_held(today))
        for post in sorted(posts, key=lambda post: (post.title_zh, post.person_name))
    ]


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def open_unit(request: DeskRequest, code: str) -> HttpResponse:
    above = find_unit(code)
    sheet = Sheet(
        title=_("Open a unit"),
        lead=_("Under %(unit)s") % {"unit": above.name()},
        back=unit_address(above.code),
        back_name=above.name(),
        done=_("The unit is open."),
        submit=_("Open the unit"),
    )

    def act(form: NewUnitForm) -> None:
        new = organisation.NewUnit(parent=above.code, **form.cleaned_data)
        organisation.open_unit(actor=request.actor, new=new, at=request.at)

    initial = {"level": Level.TEAM, "kind": above.kind}
    return fill_in(request, sheet, NewUnitForm, act, initial)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_unit(request: DeskRequest, code: str) -> HttpResponse:
    shown = find_unit(code)

    def act(form: UnitForm) -> None:
        facts = organisation.UnitFacts(**form.cleaned_data)
        organisation.change_unit(actor=request.actor, unit_id=shown.id, facts=facts, at=request.at)

    sheet = _sheet(shown, title=_("Change the unit"), done=_("The unit is changed."))
    return fill_in(request, sheet, UnitForm, act, _facts(shown))


def _sheet(shown: UnitView, **how: Any) -> Sheet:
    return Sheet(back=unit_address(shown.code), back_name=shown.name(), **how)


def _facts(shown: UnitView) -> dict[str, Any]:
    names = ("name_zh", "name_en", "level", "kind", "phone", "position")
    return {name: getattr(shown, name) for name in names}


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def move_unit(request: DeskRequest, code: str) -> HttpResponse:
    shown = find_unit(code)
    above = organisation.units().parent(shown.id)

    def act(form: MoveForm) -> None:
        parent_id = form.cleaned_data["parent"]
        organisation.move_unit(actor=request.actor, unit_id=shown.id, parent_id=parent_id, at=request.at)

    sheet = _sheet(
        shown,
        title=_("Move the unit"),
        lead=_(
            "All units below it move along. Whoever leads the units above it sees its cases from then on."
        ),
        done=_("The unit is moved."),
        submit=_("Move the unit"),
    )
    return fill_in(request, sheet, MoveForm, act, {"parent": above.code if above else ""})


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def close_unit(request: DeskRequest, code: str) -> HttpResponse:
    shown = find_unit(code)
    sheet = _sheet(
        shown,
        title=_("Close the unit"),
        lead=_("It takes no more cases. Those it had stay its own, and it can be opened again."),
        done=_("The unit is closed."),
        submit=_("Close the unit"),
        danger=True,
    )

    def act(form: Nothing) -> None:
        organisation.close_unit(actor=request.actor, unit_id=shown.id, at=request.at)

    return fill_in(request, sheet, Nothing, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def reopen_unit(request: DeskRequest, code: str) -> HttpResponse:
    shown = find_unit(code)
    sheet = _sheet(
        shown,
        title=_("Open the unit again"),
        done=_("The unit is open."),
        submit=_("Open the unit"),
    )

    def act(form: Nothing) -> None:
        organisation.reopen_unit(actor=request.actor, unit_id=shown.id, at=request.at)

    return fill_in(request, sheet, Nothing, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def appoint(request: DeskRequest, code: str) -> HttpResponse:
    shown = find_unit(code)
    sheet = _sheet(
        shown,
        title=_("Give a post"),
        lead=_("The post has no rights until you grant some. A new person needs a first password, too."),
        done=_("The post is given. Open it to grant rights and to issue a password."),
        submit=_("Give the post"),
    )

    def act(form: AppointForm) -> None:
        new = organisation.Appointment(**form.cleaned_data)
        organisation.appoint(actor=request.actor, unit_id=shown.id, new=new, at=request.at)

    return fill_in(request, sheet, AppointForm, act)
