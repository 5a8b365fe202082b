"""Sensitive acts ask again for the second factor, unless it was given a moment ago.

A desk that somebody has left unlocked, or a session that was stolen, thus opens no identity and gives no right.
"""

from datetime import datetime, timedelta
from enum import Enum

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from answerable.interfaces.console import kept
from answerable.interfaces.console.addresses import came_from
from answerable.interfaces.console.session import Sitting

LASTS = timedelta(minutes=15)


class Fresh(Enum):
    """Whether a page asks for a fresh second factor, and where one is led afterwards."""

    NOT = "not"
    # Back to the form, with what was typed in it.
    FORM = "form"
    # Back to the page with the button, to press it again.
    BUTTON = "button"


def is_stale(fresh: Fresh, sitting: Sitting, at: datetime) -> bool:
    return fresh is not Fresh.NOT and at - sitting.proved_at > LASTS


def ask(request: HttpRequest, fresh: Fresh, account_id: int) -> HttpResponse:
    """Lead to the page that asks for the second factor, and from there to where one wanted to go."""
    if fresh is Fresh.BUTTON:
        messages.info(request, _("Show that it is you; then press the button once more."))
        target, letter = came_from(request), ""
    else:
        target, letter = request.path, kept.seal(request, account_id)
    if letter:
        kept.give_back(request, letter, account_id)
    address = f"{reverse('console:prove')}?{urlencode({'next': target})}"
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)
