"""Between the password and the second factor: who has given the right password, and where he wants to go.

Nobody is signed in yet. It lasts ten minutes and ends when the account, the password or the browser changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation.api import Account

LASTS = timedelta(minutes=10)
_HALF = "desk_half"


@dataclass(frozen=True, slots=True)
class Half:
    """`sealed` is the new app that is being shown, for whoever has no second factor yet."""

    account: Account
    target: str
    kept: str
    sealed: str


def start(request: HttpRequest, account: Account, *, target: str, kept: str, at: datetime) -> Half:
    """Remember that the password was right, under a new key, in a session that holds nothing else."""
    enrolled = credentials.factors_of(account).enrolled
    sealed = "" if enrolled else credentials.new_app(account)
    request.session.flush()
    request.session[_HALF] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "at": at.timestamp(),
        "target": target,
        "kept": kept,
        "sealed": sealed,
    }
    return Half(account, target, kept, sealed)


def half_of(request: HttpRequest, at: datetime) -> Half | None:
    """Return who is between the two; None if nobody is, or it took too long."""
    held = request.session.get(_HALF)
    if held is None or at.timestamp() - held["at"] > LASTS.total_seconds():
        return None
    account = Account.objects.select_related("person").filter(pk=held["account"], active=True).first()
    if account is None or account.get_session_auth_hash() != held["hash"]:
        return None
    return Half(account, held["target"], held["kept"], held["sealed"])
