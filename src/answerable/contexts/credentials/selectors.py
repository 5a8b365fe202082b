"""Reads of the credentials. Everybody reads his own; whoever sets up sees only whether there are any."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from answerable.contexts.credentials.models import Passkey, RecoveryCode, TotpFactor
from answerable.contexts.organisation.api import Account
from answerable.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its holder sees it."""

    public_id: UUID
    name: str
    since: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password."""

    app_since: datetime | None
    recovery_codes: int
    passkeys: tuple[PasskeyView, ...] = ()

    @property
    def enrolled(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


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
        passkeys=tuple(
            PasskeyView(*row)
            for row in Passkey.objects.filter(account=account)
            .order_by("id")
            .values_list("public_id", "name", "since", "last_used_at")
        ),
    )
