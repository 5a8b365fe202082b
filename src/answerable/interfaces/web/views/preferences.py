"""Language and theme: two cookies that say nothing about anybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from answerable.interfaces.web.context import THEMES

YEAR = 365 * 86400


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page where the switch was pressed, if it is ours."""
    wanted = request.POST.get("next", "/")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if ours else "/")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Chinese and English."""
    response = _back(request)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light, dark, and what the device prefers."""
    response = _back(request)
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        _keep(response, "theme", wanted)
    return response
