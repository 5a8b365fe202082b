"""Add a passkey, and take one away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.credentials import passkeys
from answerable.contexts.credentials.errors import LastFactor
from answerable.contexts.credentials.holder import acting
from answerable.contexts.credentials.models import Passkey, TotpFactor
from answerable.contexts.credentials.passkeys import Offer, Site
from answerable.contexts.credentials.services.keep_session import drop_sessions
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean

MOST = 10


def offer_passkey(account: Account, site: Site) -> Offer:
    """Return what the browser of the holder is asked, so that it makes a passkey."""
    known = Passkey.objects.filter(account=account).values_list("credential_id", flat=True)
    handle = account.person.public_id.bytes
    return passkeys.offer_new(site, account.username, account.person.name, handle, map(bytes, known))


@transaction.atomic
def add_passkey(
    *, account: Account, site: Site, challenge: bytes, answer: str, name: str, at: datetime
) -> None:
    """Keep the public half of the passkey that a browser made for the challenge.

    Raises:
        Invalid: the answer proves nothing, the passkey is known, or there are ten already.
    """
    made = passkeys.read_new(site, challenge, answer)
    known = Passkey.objects.filter(credential_id=made.credential_id).exists() if made else False
    if made is None or known:
        raise Invalid([Fault("passkey", _("This device did not make a passkey. Try it once more."))])
    if Passkey.objects.filter(account=account).count() >= MOST:
        raise Invalid([Fault("passkey", _("Ten passkeys are enough. Remove one that you do not use."))])
    Passkey.objects.create(
        account=account,
        credential_id=made.credential_id,
        public_key=made.public_key,
        uses=made.uses,
        name=clean(name)[:60],
        since=at,
    )
    organisation.note_enrolment(account_id=account.pk, at=at)
    facts = {"username": account.username}
    ledger.record(actor=acting(account), code="credentials.passkey.added", at=at, internal=facts)


@transaction.atomic
def remove_passkey(*, account: Account, public_id: UUID, key: str, at: datetime) -> None:
    """Take one of one's own passkeys away; sessions end but the one of this key, for one may have begun with it.

    Raises:
        LastFactor: there is neither an app nor another passkey.
        NotFound: there is none, or it is another's.
    """
    found = Passkey.objects.select_for_update().filter(account=account, public_id=public_id).first()
    if found is None:
        raise NotFound
    others = Passkey.objects.filter(account=account).exclude(pk=found.pk)
    if not others.exists() and not TotpFactor.objects.filter(account=account).exists():
        raise LastFactor
    found.delete()
    drop_sessions([account.person_id], but=key)
    facts = {"username": account.username}
    ledger.record(actor=acting(account), code="credentials.passkey.removed", at=at, internal=facts)
