"""Take somebody's second factors away, so that he enrols new ones: for when telephone and paper are lost."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.credentials.models import Passkey, RecoveryCode, TotpFactor
from answerable.contexts.credentials.services.keep_session import drop_sessions
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound


@transaction.atomic
def reset_factors(*, actor: Actor, second: Actor | None = None, person_id: int, at: datetime) -> None:
    """Leave the password alone: with it, the holder is led to enrol at the next sign-in. It takes two people.

    Raises:
        NeedsSecond: nobody else confirmed it.
        NotFound: there is no such account.
        NotPermitted: one of the two may not set up all units in which the person has posts or grants.
        OwnGrant: one of the two is that person.
    """
    account = Account.objects.filter(person_id=person_id).first()
    if account is None:
        raise NotFound
    other = organisation.require_second(actor, second)
    for one in (actor, other):
        organisation.require_over(one, person_id, at)
    TotpFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    Passkey.objects.filter(account=account).delete()
    organisation.note_enrolment(account_id=account.pk, at=None)
    drop_sessions([person_id])
    facts = {"username": account.username}
    if other.is_staff:
        facts["second"] = organisation.code_of(other)
    ledger.record(actor=actor, code="credentials.factors.reset", at=at, internal=facts)
