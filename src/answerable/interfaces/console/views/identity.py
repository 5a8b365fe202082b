"""Who the resident is: opened for a reason that the resident reads, shown once, kept nowhere."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.parties import api as parties
from answerable.interfaces.console import kept
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.timeline import entries_of
from answerable.interfaces.console.views.case import may_open_identity
from answerable.kernel.errors import NotPermitted

# What was opened for a reason is shown so long; then the page goes back to the masked one by itself.
SHOWN_SECONDS = 120
REASONS = (_("To call the resident about this case"), _("To visit the resident"), _("To check what was said"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to know who this is?"),
        help_text=_("The resident reads your post, the time and this reason."),
        max_length=300,
        error_messages={"required": _("Give a reason.")},
    )


class OriginalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need the original words?"),
        help_text=_("The resident reads your post, the time and this reason."),
        max_length=300,
        error_messages={"required": _("Give a reason.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*READERS, fresh=Fresh.FORM)
def original(request: DeskRequest, reference: str) -> HttpResponse:
    """The case in the resident's own words, for somebody who does not work on it."""
    case = cases.case_view(request.actor, reference, request.at)
    if case.sender_closed:
        raise NotPermitted
    form = _asked(request, OriginalForm)
    context: dict[str, object] = {"here": "cases", "case": case, "form": form}
    if form.is_valid():
        with told(form):
            opened = cases.open_original(request.actor, reference, form.cleaned_data["reason"], request.at)
            clips = files.describe([one.file_id for one in opened.attachments])
            context |= {"case": opened, "opened": True, "entries": entries_of(opened), "files": clips}
    return _hidden_again(request, "original", context, form, shown="opened" in context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*READERS, fresh=Fresh.FORM)
def identity(request: DeskRequest, reference: str) -> HttpResponse:
    case = cases.open_case(request.actor, reference, request.at)
    if case.party_id is None or not may_open_identity(case):
        raise NotPermitted
    form = _asked(request, ReasonForm)
    context: dict[str, object] = {"here": "cases", "case": case, "form": form, "reasons": REASONS}
    if form.is_valid():
        with told(form):
            context["contact"] = parties.open_identity(
                actor=request.actor,
                party_id=case.party_id,
                chain=case.reference,
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
            context["words"] = cases.case_view(request.actor, reference, request.at, masked=False).text
    return _hidden_again(request, "identity", context, form, shown="contact" in context)


def _asked(request: DeskRequest, form_class: type[forms.Form]) -> forms.Form:
    """Return the form, with the reason that was given before the second factor was asked for again."""
    before = kept.typed_before(request)
    return form_class(request.POST or None, initial=before.dict() if before else None)


def _hidden_again(
    request: DeskRequest, name: str, context: dict[str, object], form: forms.Form, *, shown: bool
) -> HttpResponse:
    """Render the page; what it shows goes from the screen after a while, without a script."""
    status = 422 if form.errors else 200
    response = render(request, f"console/case/{name}.html", context, status=status)
    if shown:
        back = reverse("console:case", args=[context["case"].reference])  # type: ignore[attr-defined]
        response["Refresh"] = f"{SHOWN_SECONDS}; url={back}"
    return response
