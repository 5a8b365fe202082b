"""Prove who one is with a passkey: as a second factor, or alone, since it asks its holder for a finger, face or PIN."""

from datetime import datetime

from answerable.contexts.credentials import passkeys
from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import Passkey
from answerable.contexts.credentials.passkeys import Offer, Site
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.api import Account


def ask_passkey(account: Account | None, site: Site) -> Offer:
    """Return what a browser is asked; without an account, any passkey that it has for this site will do."""
    if account is None:
        return passkeys.offer_proof(site, ())
    known = Passkey.objects.filter(account=account).values_list("credential_id", flat=True)
    return passkeys.offer_proof(site, [bytes(one) for one in known])


def prove_passkey(
    *, account: Account | None, site: Site, challenge: bytes, answer: str, at: datetime
) -> Account | None:
    """Return the account whose passkey signed the challenge; None if none did, or it is not this account's.

    The caller throws the challenge away before it asks: each is good once.
    """
    claimed = passkeys.credential_of(answer)
    found = Passkey.objects.select_related("account__person").filter(credential_id=claimed or b"").first()
    if found is None or (account is not None and found.account_id != account.pk):
        return None
    uses = passkeys.uses_after(site, challenge, answer, bytes(found.public_key), found.uses)
    # Two answers at one counter: the key was copied, or one is a replay.
    kept = Passkey.objects.filter(pk=found.pk, uses=found.uses)
    if uses is None or not kept.update(uses=uses, last_used_at=at):
        facts = {"username": found.account.username}
        ledger.record(actor=acting(found.account), code="credentials.passkey.refused", at=at, internal=facts)
        return None
    return found.account
