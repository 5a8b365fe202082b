"""Passkeys: added on one's own page, then instead of password and code, or as a second factor."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.enums import Means
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.interfaces.console import challenges, door, half, session
from answerable.interfaces.console.addresses import ours
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.entering import enter
from answerable.interfaces.console.fresh import Fresh
from answerable.kernel import clock

# A session that only holds a challenge is soon forgotten.
SHORT = 600


def _json(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json")
    add_never_cache_headers(response)
    return response


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Say what the browser's passkey has to sign: one of this person's, as far as it is known who sits there."""
    at = clock.now()
    account = _who(request)
    offer = credentials.ask_passkey(account, challenges.site_of(request))
    challenges.keep(request, offer.challenge, at)
    if account is None:
        request.session.set_expiry(SHORT)
    return _json(offer.options)


def _who(request: HttpRequest) -> Account | None:
    at = clock.now()
    if session.sitting_of(request, at) is not None and request.user.is_authenticated:
        return request.user
    passed = half.half_of(request, at)
    return passed.account if passed else None


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let in whoever signs with a passkey, without a password: it is something held, opened by finger, face or PIN."""
    at = clock.now()
    account = credentials.prove_passkey(
        account=None,
        site=challenges.site_of(request),
        challenge=challenges.take(request, at),
        answer=request.POST.get("passkey", ""),
        at=at,
    )
    target, kept = ours(request.POST.get("next", "")), request.POST.get("kept", "")
    if account is not None and organisation.may_enter(account, at=at):
        return enter(request, account, Means.PASSKEY, target=target, sealed=kept, at=at)
    form = door.SignIn({"username": "", "password": ""})
    form.errors.clear()
    form.add_error(None, _("No passkey of this bureau was given. Sign in with your password, or try again."))
    return door.show(request, form, kept=kept, target=target, status=422)


@require_POST
@desk_page(fresh=Fresh.BUTTON)
def offer(request: DeskRequest) -> HttpResponse:
    made = credentials.offer_passkey(credentials.holder(request.user.pk), challenges.site_of(request))
    challenges.keep(request, made.challenge, request.at)
    return _json(made.options)


@require_POST
@desk_page(fresh=Fresh.BUTTON)
def add(request: DeskRequest) -> HttpResponse:
    credentials.add_passkey(
        account=credentials.holder(request.user.pk),
        site=challenges.site_of(request),
        challenge=challenges.take(request, request.at),
        answer=request.POST.get("passkey", ""),
        name=request.POST.get("name", ""),
        at=request.at,
    )
    messages.success(request, _("The passkey is added. Next time it opens the desk alone."))
    return redirect("console:account")


@require_POST
@desk_page(fresh=Fresh.BUTTON)
def remove(request: DeskRequest, public_id: UUID) -> HttpResponse:
    credentials.remove_passkey(
        account=credentials.holder(request.user.pk),
        public_id=public_id,
        key=str(request.session.session_key),
        at=request.at,
    )
    messages.success(request, _("The passkey is removed. Sessions elsewhere have ended."))
    return redirect("console:account")
