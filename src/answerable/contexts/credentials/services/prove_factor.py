"""Prove the second factor with something typed: a code of the app, or one from paper."""

from datetime import datetime, timedelta

from answerable.contexts.credentials import sealing, totp
from answerable.contexts.credentials.enums import Means
from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import RecoveryCode, TotpFactor
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.contexts.organisation.errors import TooManyTries
from answerable.kernel.secrets import code_matches

# Whoever tries codes knows the password already, so nobody is shut out by a stranger here.
LONGEST_WAIT = timedelta(minutes=15)


def prove_factor(*, account: Account, answer: str, at: datetime, once: bool = True) -> Means | None:
    """Return by what the answer proves the holder; None if it is wrong. Each code is good once.

    Not one transaction: the turn that a try takes stays taken. `once=False` is for the demonstration, where many
    people share one app.

    Raises:
        TooManyTries: it is too early to try again; the answer was not looked at.
    """
    if not organisation.take_turn("factor", account.username, at, longest=LONGEST_WAIT):
        raise TooManyTries
    typed = "".join(answer.split())
    means = _by_app(account, typed, at, once) if _is_code(typed) else _by_paper(account, answer, at)
    if means is None:
        facts = {"username": account.username}
        ledger.record(actor=acting(account), code="credentials.factor.refused", at=at, internal=facts)
        return None
    organisation.forgive_tries("factor", account.username)
    return means


def _is_code(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) == totp.DIGITS


def _by_app(account: Account, code: str, at: datetime, once: bool) -> Means | None:
    app = TotpFactor.objects.filter(account=account).first()
    secret = sealing.unseal(bytes(app.sealed), account.username) if app else None
    step = totp.step_of(secret, code, at) if secret else None
    if step is None:
        return None
    fresh = TotpFactor.objects.filter(account=account, last_step__lt=step).update(last_step=step)
    return Means.APP if fresh or not once else None


def _by_paper(account: Account, code: str, at: datetime) -> Means | None:
    for kept in RecoveryCode.objects.filter(account=account, used_at=None):
        if code_matches(code, kept.hashed):
            # Two who type it at one moment: one of them is too late.
            if not RecoveryCode.objects.filter(pk=kept.pk, used_at=None).update(used_at=at):
                return None
            facts = {"username": account.username}
            ledger.record(actor=acting(account), code="credentials.recovery_code.used", at=at, internal=facts)
            return Means.RECOVERY
    return None
