"""Take an authenticator app as a second factor."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.credentials import sealing, totp
from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import TotpFactor
from answerable.contexts.credentials.services.keep_session import drop_sessions
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound, NotPermitted


def new_app(account: Account) -> str:
    """Return a new secret, sealed for this account, to be shown to its holder and confirmed with `enrol_app`."""
    return sealing.seal(totp.new_secret(), account.username).hex()


@transaction.atomic
def enrol_app(*, account: Account, sealed: str, code: str, at: datetime, key: str = "") -> None:
    """Take the app that was shown, if it answers with the right code; one from before is replaced.

    Sessions end, but the one of this key: whoever had the old app may be in one of them.

    Raises:
        Invalid: the code is not the app's.
    """
    secret = sealing.unseal_text(sealed, account.username)
    step = totp.step_of(secret, "".join(code.split()), at) if secret else None
    if secret is None or step is None:
        raise Invalid(
            [Fault("code", _("This is not the code that belongs to the key. Take the newest one."))]
        )
    _keep(account, secret, step, at)
    drop_sessions([account.person_id], but=key)
    facts = {"username": account.username}
    ledger.record(actor=acting(account), code="credentials.app.enrolled", at=at, internal=facts)


@transaction.atomic
def set_app(*, actor: Actor, username: str, secret: bytes, at: datetime) -> None:
    """Give an account an app of a given secret; only for the system: the demo city and tests.

    Raises:
        NotFound: there is no such account.
        NotPermitted: the actor is a person.
    """
    if not actor.is_system:
        raise NotPermitted
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NotFound
    _keep(account, secret, 0, at)
    ledger.record(actor=actor, code="credentials.app.set", at=at, internal={"username": username})


def _keep(account: Account, secret: bytes, step: int, at: datetime) -> None:
    TotpFactor.objects.update_or_create(
        account=account,
        defaults={"sealed": sealing.seal(secret, account.username), "last_step": step, "since": at},
    )
    organisation.note_enrolment(account_id=account.pk, at=at)
