"""Find the account of somebody whom the bureau's identity provider names."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import OutsideIdentity
from answerable.contexts.credentials.single_sign_on import Arrival
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account


@transaction.atomic
def know_outside(*, arrival: Arrival, at: datetime) -> Account | None:
    """Return the account that belongs to issuer and subject; None if there is none, or it may not enter.

    The first time the provider's user name finds the account, and from then on issuer and subject alone: a user name
    that is given to somebody else later finds nothing that is another's.
    """
    known = (
        OutsideIdentity.objects.select_related("account__person")
        .filter(issuer=arrival.issuer, subject=arrival.subject)
        .first()
    )
    account = known.account if known else _linked(arrival, at)
    if account is None or not organisation.may_enter(account, at=at):
        return None
    return account


def _linked(arrival: Arrival, at: datetime) -> Account | None:
    name = organisation.normal_username(arrival.username)
    account = (
        Account.objects.select_for_update(of=("self",)).select_related("person").filter(username=name).first()
    )
    if account is None or OutsideIdentity.objects.filter(account=account, issuer=arrival.issuer).exists():
        return None
    OutsideIdentity.objects.create(account=account, issuer=arrival.issuer, subject=arrival.subject, since=at)
    facts = {"username": account.username, "issuer": arrival.issuer}
    ledger.record(actor=acting(account), code="credentials.outside.linked", at=at, internal=facts)
    return account
