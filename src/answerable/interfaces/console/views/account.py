"""How one signs in, and where one is signed in: one's own factors and sessions, and nobody else's."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.credentials import api as credentials
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.session import IDLE, WHOLE
from answerable.interfaces.console.views.enrol import FirstCode


@require_safe
@desk_page()
def account(request: DeskRequest) -> HttpResponse:
    held = credentials.holder(request.user.pk)
    key = request.session.session_key
    sessions = [
        {"session": one, "here": one.session_key == key, "until": one.began_at + WHOLE}
        for one in credentials.sessions_of(held)
    ]
    context = {
        "here": "more",
        "factors": credentials.factors_of(held),
        "sessions": sessions,
        "username": held.username,
        "idle_minutes": IDLE.seconds // 60,
        "whole_hours": WHOLE.seconds // 3600,
    }
    return render(request, "console/account.html", context)


@require_POST
@desk_page()
def end_session(request: DeskRequest, public_id: UUID) -> HttpResponse:
    credentials.end_session(account=credentials.holder(request.user.pk), public_id=public_id, at=request.at)
    messages.success(request, _("Signed out there."))
    return redirect("console:account")


@require_POST
@desk_page()
def end_others(request: DeskRequest) -> HttpResponse:
    ended = credentials.end_other_sessions(
        account=credentials.holder(request.user.pk), key=str(request.session.session_key), at=request.at
    )
    sentence = ngettext("Signed out in %(ended)s place.", "Signed out in %(ended)s places.", ended)
    messages.success(request, sentence % {"ended": ended})
    return redirect("console:account")


@require_POST
@desk_page(fresh=Fresh.BUTTON)
def new_codes(request: DeskRequest) -> HttpResponse:
    """Show new recovery codes once; the old ones are no good any more."""
    codes = credentials.write_recovery_codes(account=credentials.holder(request.user.pk), at=request.at)
    context = {"codes": codes, "onward": "/console/account"}
    return render(request, "console/recovery_codes.html", context)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(fresh=Fresh.FORM)
def new_app(request: DeskRequest) -> HttpResponse:
    """Put another app in the place of the present one, once it answers; sessions elsewhere end."""
    held = credentials.holder(request.user.pk)
    form = FirstCode(request.POST or None)
    # Sealed for this account, so that it may travel in the page: looking writes nothing.
    sealed = request.POST.get("sealed", "") or credentials.new_app(held)
    if form.is_valid():
        with told(form):
            credentials.enrol_app(
                account=held,
                sealed=sealed,
                code=form.cleaned_data["code"],
                at=request.at,
                key=str(request.session.session_key),
            )
            messages.success(request, _("The new app is in force. Sessions elsewhere have ended."))
            return redirect("console:account")
    shown = credentials.shown_app(held, sealed, settings.OPTIONS.bureau_name_en)
    context = {"form": form, "shown": shown, "username": held.username, "sealed": sealed}
    return render(request, "console/enrol.html", context, status=422 if form.errors else 200)
