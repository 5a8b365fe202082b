"""The second factor that a form brings: a code that was typed, or what a passkey signed."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.enums import Means
from answerable.contexts.organisation.api import Account
from answerable.interfaces.console import challenges


def prove(request: HttpRequest, account: Account, code: str, at: datetime) -> Means | None:
    """Return by what the form proves its sender; None if it is wrong.

    Raises:
        TooManyTries: it is too early to try another code.
    """
    answer = request.POST.get("passkey", "")
    if not answer:
        return credentials.prove_factor(account=account, answer=code, at=at, once=not settings.DEMO)
    proved = credentials.prove_passkey(
        account=account,
        site=challenges.site_of(request),
        challenge=challenges.take(request, at),
        answer=answer,
        at=at,
    )
    return Means.PASSKEY if proved else None
