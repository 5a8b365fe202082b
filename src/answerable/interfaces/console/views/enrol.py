"""The first sign-in: an authenticator app becomes the second factor, and codes for a bad day go onto paper."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.enums import Means
from answerable.interfaces.console import half
from answerable.interfaces.console.entering import begin, leave_marks
from answerable.interfaces.console.half import Half
from answerable.interfaces.console.refusals import told
from answerable.kernel import clock


class FirstCode(forms.Form):
    code = forms.CharField(
        label=_("The six digits that the app shows"),
        max_length=12,
        error_messages={"required": _("Write the code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code",
                "spellcheck": "false",
            }
        ),
    )


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the key of a new app, and take it once the app answers."""
    at = clock.now()
    passed = half.half_of(request, at)
    if passed is None or not passed.sealed:
        return redirect("console:sign_in")
    form = FirstCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            credentials.enrol_app(
                account=passed.account, sealed=passed.sealed, code=form.cleaned_data["code"], at=at
            )
            codes = credentials.write_recovery_codes(account=passed.account, at=at)
            address = begin(
                request, passed.account, Means.APP, target=passed.target, sealed=passed.kept, at=at
            )
            response = render(request, "console/recovery_codes.html", {"codes": codes, "onward": address})
            leave_marks(request, response, passed.account, at)
            add_never_cache_headers(response)
            return response
    return _page(request, form, passed)


def _page(request: HttpRequest, form: FirstCode, passed: Half) -> HttpResponse:
    options = settings.OPTIONS
    shown = credentials.shown_app(passed.account, passed.sealed, options.bureau_name_en)
    context = {"form": form, "shown": shown, "username": passed.account.username}
    response = render(request, "console/enrol.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)
    return response
