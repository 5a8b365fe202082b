"""Signing in by the bureau's own identity provider."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.enums import Means
from answerable.interfaces.console import challenges, door, half
from answerable.interfaces.console.addresses import ours
from answerable.interfaces.console.entering import enter
from answerable.kernel import clock
from answerable.kernel.errors import AnswerableError

_AWAY = "desk_away"
LASTS_SECONDS = 600


def _back(request: HttpRequest) -> str:
    return challenges.site_of(request).origin + reverse("console:sso_return")


@require_POST
def depart(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; not by a redirect, which our policy allows no form to follow elsewhere."""
    at = clock.now()
    if not credentials.sso_offered():
        return redirect("console:sign_in")
    try:
        away = credentials.depart(_back(request), at)
    except AnswerableError as error:
        return _refused(request, error)
    request.session[_AWAY] = {
        "state": away.state,
        "nonce": away.nonce,
        "verifier": away.verifier,
        "at": at.timestamp(),
        "target": ours(request.POST.get("next", "")),
        "kept": request.POST.get("kept", ""),
    }
    context = {"address": away.address, "provider": settings.OPTIONS.oidc_name}
    response = render(request, "console/sso.html", context)
    response["Refresh"] = f"0; url={away.address}"
    add_never_cache_headers(response)
    return response


@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Take what the provider sent along. Without the state that this browser was given nothing is looked at."""
    at = clock.now()
    away = request.session.get(_AWAY)
    state = request.GET.get("state", "")
    if away is None or not state or state != away["state"]:
        return redirect("console:sign_in")
    # Each answer is taken once.
    del request.session[_AWAY]
    if at.timestamp() - away["at"] > LASTS_SECONDS or not request.GET.get("code"):
        return _refused(request, credentials.SignOnFailed())
    try:
        arrival = credentials.arrive(
            code=request.GET["code"],
            issuer=request.GET.get("iss", ""),
            nonce=away["nonce"],
            verifier=away["verifier"],
            back=_back(request),
            at=at,
        )
        account = credentials.know_outside(arrival=arrival, at=at)
        if account is None:
            raise credentials.SignOnFailed
    except AnswerableError as error:
        return _refused(request, error)
    if arrival.second:
        return enter(request, account, Means.SSO, target=away["target"], sealed=away["kept"], at=at)
    # The provider knows one thing of him; ours is the second.
    passed = half.start(request, account, target=away["target"], kept=away["kept"], at=at)
    return redirect("console:enrol" if passed.sealed else "console:second")


def _refused(request: HttpRequest, error: AnswerableError) -> HttpResponse:
    form = door.SignIn({"username": "", "password": ""})
    form.errors.clear()
    form.add_error(None, str(error))
    return door.show(request, form, status=422)
