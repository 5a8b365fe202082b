"""A post: its grants, its end, and how its holder signs in."""

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

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals import api as proposals
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.choices import UnitSelect, unit_id_of
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.setup.sheet import Nothing, Sheet, fill_in, may_set_up
from answerable.interfaces.console.setup.units import GET_OR_POST, unit_address
from answerable.interfaces.web.forms import Tiles
from answerable.kernel.errors import NotFound

ROLE_HINTS: dict[str, Any] = {
    Role.AGENT: _("Takes calls, opens cases, answers on the spot."),
    Role.DISPATCHER: _("Decides where cases go; returns, splits, bundles."),
    Role.HANDLER: _("Contacts the resident, records, answers."),
    Role.LEADER: _("Sees everything of the unit by deadline; approves extensions and returns."),
    Role.REVIEWER: _("Calls back those who were not satisfied; never about the own unit."),
    Role.INSPECTOR: _("Handles complaints about officers and units."),
    Role.ANALYST: _("Sees figures and lists, without contacts."),
    Role.SPOKESPERSON: _("Writes what is published."),
    Role.SETUP: _("Changes units, posts, rights and rules here."),
}


TWO = _("This takes two people: you propose it, another person who sets up the unit confirms it.")


class GrantForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Right"), choices=Role.choices, widget=Tiles(hints=ROLE_HINTS, pairs=True)
    )
    unit = forms.CharField(
        label=_("For the unit and all below it"),
        help_text=_("You can grant only where you set up yourself."),
        widget=UnitSelect(),
    )

    def clean_unit(self) -> int:
        return unit_id_of(self.cleaned_data["unit"])


class PostForm(forms.Form):
    name = forms.CharField(label=_("Name of the person"), max_length=100)
    title_zh = forms.CharField(label=_("Post in Chinese"), max_length=60)
    title_en = forms.CharField(label=_("Post in English"), max_length=60, required=False)


def find_post(public_id: UUID) -> PostView:
    post = organisation.post_by_public_id(public_id)
    if post is None:
        raise NotFound
    return post


@require_safe
@desk_page(Role.SETUP)
def post(request: DeskRequest, public_id: UUID) -> HttpResponse:
    shown = find_post(public_id)
    tree = organisation.units()
    grants = [
        {"role": role, "unit": tree.get(unit_id), "mine": may_set_up(request, unit_id)}
        for role, unit_id in shown.grants
    ]
    own = shown.person_id == request.actor.person_id
    mine = may_set_up(request, shown.unit_id)
    context = {
        "here": "setup",
        "post": shown,
        "names": [one.name() for one in tree.path(shown.unit_id)],
        "unit": tree.get(shown.unit_id),
        "grants": grants,
        "own": own,
        "mine": mine and not own,
        "account": organisation.account_of(shown.person_id) if mine else None,
        "others": [
            one for one in organisation.posts_of_person(shown.person_id, at=request.at) if one != shown
        ],
    }
    return render(request, "console/setup/post.html", context)


def _sheet(shown: PostView, **how: Any) -> Sheet:
    back = reverse("console:setup:post", args=[shown.public_id])
    return Sheet(back=back, back_name=f"{shown.person_name} · {shown.title()}", **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_post(request: DeskRequest, public_id: UUID) -> HttpResponse:
    shown = find_post(public_id)

    def act(form: PostForm) -> None:
        facts = organisation.PostFacts(**form.cleaned_data)
        organisation.change_post(actor=request.actor, post_id=shown.id, facts=facts, at=request.at)

    initial = {"name": shown.person_name, "title_zh": shown.title_zh, "title_en": shown.title_en}
    sheet = _sheet(
        shown,
        title=_("Change the post"),
        lead=_("The name changes in all posts of the person."),
        done=_("The post is changed."),
    )
    return fill_in(request, sheet, PostForm, act, initial)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def grant(request: DeskRequest, public_id: UUID) -> HttpResponse:
    shown = find_post(public_id)
    sheet = _sheet(
        shown,
        title=_("Grant a right"),
        lead=TWO,
        done=_("Proposed. The right holds once another person confirms it."),
        submit=_("Propose the right"),
    )

    def act(form: GrantForm) -> None:
        wanted = [shown.id, form.cleaned_data["role"], form.cleaned_data["unit"]]
        proposals.propose(
            actor=request.actor, kind=proposals.GRANTS, facts={"grants": [wanted]}, at=request.at
        )

    return fill_in(request, sheet, GrantForm, act, {"unit": organisation.units().get(shown.unit_id).code})


@require_POST
@desk_page(Role.SETUP, fresh=Fresh.BUTTON)
def revoke(request: DeskRequest, public_id: UUID, role: str, code: str) -> HttpResponse:
    shown = find_post(public_id)
    unit = organisation.units().by_code(code)
    if unit is None or role not in Role:
        raise NotFound
    organisation.revoke(
        actor=request.actor, post_id=shown.id, role=Role(role), unit_id=unit.id, at=request.at
    )
    messages.success(request, _now("The right is taken back."))
    return redirect("console:setup:post", public_id)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def end_post(request: DeskRequest, public_id: UUID) -> HttpResponse:
    shown = find_post(public_id)
    unit = organisation.units().get(shown.unit_id)
    sheet = Sheet(
        title=_("End the post"),
        lead=_("It ends today, with its rights. What was done in it stays."),
        back=unit_address(unit.code),
        back_name=unit.name(),
        done=_("The post has ended."),
        submit=_("End the post"),
        danger=True,
    )

    def act(form: Nothing) -> None:
        organisation.end_post(actor=request.actor, post_id=shown.id, at=request.at)

    return fill_in(request, sheet, Nothing, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def issue_password(request: DeskRequest, public_id: UUID) -> HttpResponse:
    """Ask, then show the password once: it is kept nowhere."""
    shown = find_post(public_id)
    account = organisation.account_of(shown.person_id)
    if request.method == "POST":
        password = organisation.issue_password(actor=request.actor, username=account.username, at=request.at)
        context = {"here": "setup", "post": shown, "account": account, "password": password}
        return render(request, "console/setup/password_issued.html", context)
    sheet = _sheet(
        shown,
        title=_("Issue a password"),
        lead=_("It is shown once, is good for one sign-in within 72 hours, and ends the present one."),
        done="",
        submit=_("Issue a password"),
    )
    return fill_in(request, sheet, Nothing, lambda form: None)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def disable(request: DeskRequest, public_id: UUID) -> HttpResponse:
    shown = find_post(public_id)
    account = organisation.account_of(shown.person_id)
    sheet = _sheet(
        shown,
        title=_("Shut the account"),
        lead=_("The person is signed out everywhere and can't sign in, whatever the post."),
        done=_("The account is shut."),
        submit=_("Shut the account"),
        danger=True,
    )

    def act(form: Nothing) -> None:
        organisation.disable_account(actor=request.actor, username=account.username, at=request.at)

    return fill_in(request, sheet, Nothing, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def enable(request: DeskRequest, public_id: UUID) -> HttpResponse:
    shown = find_post(public_id)
    sheet = _sheet(
        shown,
        title=_("Open the account again"),
        lead=TWO,
        done=_("Proposed. The account is open once another person confirms it."),
        submit=_("Propose to open it"),
    )

    def act(form: Nothing) -> None:
        facts = {"person": shown.person_id}
        proposals.propose(actor=request.actor, kind=proposals.ENABLE, facts=facts, at=request.at)

    return fill_in(request, sheet, Nothing, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def reset_factors(request: DeskRequest, public_id: UUID) -> HttpResponse:
    """For somebody who stands here in person, with his badge, and has lost telephone and paper."""
    shown = find_post(public_id)
    sheet = _sheet(
        shown,
        title=_("A new start for the second factor"),
        lead=_(
            "For somebody who stands before you with his badge and has lost telephone and paper. His app and codes "
            "end; with his password he adds a new app. You propose it, another person confirms it."
        ),
        done=_("Proposed. The factors end once another person confirms it."),
        submit=_("Propose a new start"),
        danger=True,
    )

    def act(form: Nothing) -> None:
        facts = {"person": shown.person_id}
        proposals.propose(actor=request.actor, kind=credentials.RESET, facts=facts, at=request.at)

    return fill_in(request, sheet, Nothing, act)
