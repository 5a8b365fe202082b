"""One form on one page: how every set-up form is shown, refused and taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console import kept
from answerable.interfaces.console.desk import DeskRequest
from answerable.interfaces.console.refusals import told
from answerable.kernel.errors import NotPermitted

Words = str | Promise
Form = TypeVar("Form", bound=forms.Form)
SAVE = _("Save")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a form. `back` is where one came from, and where one is again when it is taken."""

    title: Words
    back: str
    back_name: Words
    done: Words
    lead: Words = ""
    submit: Words = SAVE
    danger: bool = False
    template: str = "console/setup/form.html"
    more: Mapping[str, Any] = field(default_factory=dict)


class Nothing(forms.Form):
    """A question with one answer: a button."""


def fill_in(
    request: DeskRequest,
    sheet: Sheet,
    form_class: Callable[..., Form],
    act: Callable[[Form], object],
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, hand what was typed to the act, and show it again with what the act refuses."""
    posted = request.method == "POST"
    typed = request.POST if posted else kept.typed_before(request)
    form = form_class(typed, request.FILES if posted else None, initial=initial)
    if posted and form.is_valid():
        with told(form):
            act(form)
            messages.success(request, str(sheet.done))
            return redirect(sheet.back)
    context = {"here": "setup", "sheet": sheet, "form": form, **sheet.more}
    return render(request, sheet.template, context, status=422 if posted else 200)


def sets_up_bureau(request: DeskRequest) -> bool:
    """Whether the post may change what is the whole bureau's: areas, topics, duties, calendar, clocks, templates."""
    try:
        organisation.require_bureau_setup(request.actor)
    except NotPermitted:
        return False
    return True


def may_set_up(request: DeskRequest, unit_id: int) -> bool:
    try:
        organisation.require_setup(request.actor, unit_id)
    except NotPermitted:
        return False
    return True
