"""Make the codes that somebody keeps on paper."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import RecoveryCode
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.api import Account
from answerable.kernel.ids import random_symbols
from answerable.kernel.secrets import hash_code

HOW_MANY = 8


@transaction.atomic
def write_recovery_codes(*, account: Account, at: datetime) -> list[str]:
    """Return new codes of 60 bits, to be shown once; older ones are no good any more."""
    codes = ["-".join(random_symbols(4) for _ in range(3)) for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, hashed=hash_code(code)) for code in codes)
    facts = {"username": account.username}
    ledger.record(actor=acting(account), code="credentials.recovery_codes.written", at=at, internal=facts)
    return codes
