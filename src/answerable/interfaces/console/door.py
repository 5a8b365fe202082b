"""The page before the desk: user name and password."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from answerable.contexts.credentials import api as credentials
from answerable.interfaces.web import demo_city, demo_logins


class SignIn(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        error_messages={"required": _("Write your user name.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Write your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def show(
    request: HttpRequest,
    form: SignIn,
    *,
    kept: str = "",
    lost_files: bool = False,
    target: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the door. `kept` is what was typed before the session ended; `target` is where to go afterwards."""
    context = {
        "form": form,
        "kept": kept,
        "lost_files": lost_files,
        "target": target,
        "logins": demo_logins.LOGINS if settings.DEMO else (),
        "demo_password": demo_logins.PASSWORD if settings.DEMO else "",
        "sso": settings.OPTIONS.oidc_name if credentials.sso_offered() else "",
        "filling": demo_city.filling() if settings.DEMO else None,
    }
    response = render(request, "console/sign_in.html", context, status=status)
    add_never_cache_headers(response)
    return response
