"""Give an account a password: one for one sign-in, or (demo and tests) a given one."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import passwords
from answerable.contexts.organisation.events import AccessChanged
from answerable.contexts.organisation.models import Account
from answerable.contexts.organisation.permissions import require_over
from answerable.contexts.organisation.usernames import normal_username
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound, NotPermitted
from answerable.kernel.events import publish
from answerable.kernel.ids import new_access_code

GOOD_FOR = timedelta(hours=72)


@transaction.atomic
def issue_password(*, actor: Actor, username: str, at: datetime) -> str:
    """Return a new password for one sign-in within 72 hours, after which the holder has to choose an own one.

    Raises:
        NotFound: there is no such account.
        NotPermitted: the actor may not set up all units in which the person has posts or grants.
        OwnGrant: the actor is that person; one's own password is changed with the old one.
    """
    account = _locked(username)
    require_over(actor, account.person_id, at)
    password = str(new_access_code())
    _save(account, password, at + GOOD_FOR)
    _journal(actor, "organisation.password.issued", account, at)
    return password


@transaction.atomic
def set_password(*, actor: Actor, username: str, password: str, at: datetime) -> None:
    """Set a given password that stays; only for the system, e.g. when the demo city is built.

    Raises:
        Invalid: the password is no good.
        NotFound: there is no such account.
        NotPermitted: the actor is a person.
    """
    if not actor.is_system:
        raise NotPermitted
    account = _locked(username)
    passwords.require_good(password, account.username)
    _save(account, password, None)
    _journal(actor, "organisation.password.set", account, at)


def _locked(username: str) -> Account:
    account = Account.objects.select_for_update().filter(username=normal_username(username)).first()
    if account is None:
        raise NotFound
    return account


def _save(account: Account, password: str, until: datetime | None) -> None:
    account.set_password(password)
    account.password_until = until
    account.save(update_fields=["password", "password_until"])


def _journal(actor: Actor, code: str, account: Account, at: datetime) -> None:
    ledger.record(actor=actor, code=code, at=at, internal={"username": account.username})
    publish([AccessChanged(account.person_id)])
