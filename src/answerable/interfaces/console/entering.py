"""The last step through the door: the session begins, and one is where one wanted to go."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from answerable.contexts.credentials.enums import Means
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.interfaces.console import kept, session


def enter(
    request: HttpRequest, account: Account, means: Means, *, target: str, sealed: str, at: datetime
) -> HttpResponse:
    """Begin the session and lead on; `sealed` is what was typed before the last session ended."""
    address = begin(request, account, means, target=target, sealed=sealed, at=at)
    response = redirect(address)
    leave_marks(request, response, account, at)
    return response


def begin(
    request: HttpRequest, account: Account, means: Means, *, target: str, sealed: str, at: datetime
) -> str:
    """Begin the session; return the address to go on to."""
    session.begin(request, account, means, at)
    if not sealed:
        return target or resolve_url("console:today")
    path = kept.give_back(request, sealed, account.pk)
    if path is not None:
        return path
    messages.warning(request, _("What was typed before belongs to another account and was not taken over."))
    return resolve_url("console:today")


def leave_marks(request: HttpRequest, response: HttpResponse, account: Account, at: datetime) -> None:
    session.know_device(response, organisation.device_for(account))
    session.leave_trace(request, response, at, None)
