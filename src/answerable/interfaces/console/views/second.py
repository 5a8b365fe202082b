"""The second factor: a code of the app, or one from paper."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.enums import Means
from answerable.contexts.organisation.api import Account
from answerable.interfaces.console import factors, half
from answerable.interfaces.console.entering import enter
from answerable.interfaces.console.refusals import told
from answerable.interfaces.web import demo_logins
from answerable.kernel import clock


class SecondFactor(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "The six digits that your authenticator app shows now, or one of your recovery codes."
        ),
        max_length=40,
        error_messages={"required": gettext_lazy("Write the code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
                "autofocus": True,
            }
        ),
    )


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password for the second factor."""
    at = clock.now()
    passed = half.half_of(request, at)
    if passed is None:
        return redirect("console:sign_in")
    if passed.sealed:
        return redirect("console:enrol")
    demo_code = demo_logins.code_for(passed.account.username, at)
    form = SecondFactor(request.POST or None, initial={"code": demo_code})
    form.fields["code"].required = not request.POST.get("passkey")
    if request.method == "POST" and form.is_valid():
        with told(form):
            means = factors.prove(request, passed.account, form.cleaned_data["code"], at)
            if means is not None:
                response = enter(
                    request, passed.account, means, target=passed.target, sealed=passed.kept, at=at
                )
                tell_what_is_left(request, passed.account, means)
                return response
            form.add_error(
                "code",
                _("This code is not right, or was used already. Wait for the next one that the app shows."),
            )
    keys = credentials.factors_of(passed.account).passkeys
    context = {"form": form, "demo_code": demo_code, "passkeys": keys}
    response = render(request, "console/second.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)
    return response


def tell_what_is_left(request: HttpRequest, account: Account, means: Means) -> None:
    """Say how many recovery codes are left, once one was used."""
    if means is not Means.RECOVERY:
        return
    left = credentials.factors_of(account).recovery_codes
    sentence = ngettext(
        "You have %(left)s recovery code left.", "You have %(left)s recovery codes left.", left
    )
    messages.warning(request, sentence % {"left": left})
