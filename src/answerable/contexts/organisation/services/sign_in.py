"""Take the password of a member of staff. It opens nothing yet: a second factor follows (credentials)."""

from datetime import datetime

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import pace, passwords
from answerable.contexts.organisation.devices import is_known
from answerable.contexts.organisation.errors import TooManyTries
from answerable.contexts.organisation.models import Account
from answerable.contexts.organisation.usernames import USERNAME, normal_username
from answerable.kernel.actor import Actor, ActorKind


def sign_in(*, username: str, password: str, at: datetime, device: str = "") -> Account | None:
    """Return the account if the password is right; None otherwise, for unknown names at the same cost.

    `device` is the token of `devices.device_for`, if the browser has one. The caller rotates the session. This is
    not one transaction: the turn that a try takes stays taken whatever happens after it.

    Raises:
        TooManyTries: it is too early to try again; the password was not looked at.
    """
    name = normal_username(username)
    key = _take_turn(name, device, at)
    account = _find(name)
    usable = account is not None and account.has_usable_password()
    right = passwords.matches(password, account.password if account and usable else None)
    if account is None or not right or not may_enter(account, at=at):
        return None
    pace.forgive(key)
    actor = Actor(kind=ActorKind.STAFF, name=account.person.name, person_id=account.person_id)
    ledger.record(
        actor=actor, code="organisation.password.accepted", at=at, internal={"username": account.username}
    )
    return account


def _find(name: str) -> Account | None:
    if not USERNAME.fullmatch(name):
        return None
    return Account.objects.select_related("person").filter(username=name).first()


def _take_turn(name: str, device: str, at: datetime) -> str:
    if is_known(device, name):
        key, free = pace.key_for("device", device), True
    else:
        key, free = pace.key_for("name", name), pace.take_turn_of_everybody(at)
    if not free or not pace.take_turn(key, at):
        raise TooManyTries
    return key


def may_enter(account: Account, *, at: datetime) -> bool:
    """Tell whether an account is open, and its one-time password, if that is what it has, still good."""
    in_time = account.password_until is None or at < account.password_until
    return account.active and account.person.active and in_time
