"""Choosing a new password: always possible, and asked for after a one-time password."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console import session
from answerable.interfaces.console.refusals import told
from answerable.kernel import clock


class ChangePassword(forms.Form):
    old = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy(
            "At least 15 characters. Four or five words that have nothing to do with each other are easy to remember."
        ),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The one page that is open to somebody with a one-time password."""
    at = clock.now()
    sitting = session.sitting_of(request, at)
    if sitting is None or not request.user.is_authenticated:
        return redirect("console:sign_in")
    form = ChangePassword(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        with told(form):
            account = organisation.change_password(
                account=request.user, old=typed["old"], new=typed["password"], at=at
            )
            update_session_auth_hash(request, account)
            credentials.end_other_sessions(account=account, key=str(request.session.session_key), at=at)
            messages.success(request, _("The password is changed. Sessions elsewhere have ended."))
            response: HttpResponse = redirect("console:today")
            session.leave_trace(request, response, at, sitting)
            return response
    context = {"form": form, "one_time": sitting.must_change}
    response = render(request, "console/password.html", context, status=422 if form.errors else 200)
    session.leave_trace(request, response, at, sitting)
    add_never_cache_headers(response)
    return response
