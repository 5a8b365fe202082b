"""Reads of the credentials. Everybody reads his own; whoever sets up sees only whether there are any."""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.credentials.models import RecoveryCode, TotpFactor
from answerable.contexts.organisation.api import Account
from answerable.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password."""

    app_since: datetime | None
    recovery_codes: int

    @property
    def enrolled(self) -> bool:
        return self.app_since is not None


def holder(account_id: int | None) -> Account:
    """Return the account of somebody who is signed in, with the person it belongs to.

    Raises:
        NotFound: there is none.
    """
    account = Account.objects.select_related("person").filter(pk=account_id or 0).first()
    if account is None:
        raise NotFound
    return account


def factors_of(account: Account) -> Factors:
    """Return the second factors of an account."""
    app = TotpFactor.objects.filter(account=account).values_list("since", flat=True).first()
    return Factors(
        app_since=app,
        recovery_codes=RecoveryCode.objects.filter(account=account, used_at=None).count(),
    )
