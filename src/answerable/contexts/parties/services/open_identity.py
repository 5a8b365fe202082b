"""Show a member of staff who somebody is, for a reason that the resident will read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties.domain.contact import Contact
from answerable.contexts.parties.models import Party
from answerable.contexts.parties.vault import unseal
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean


@transaction.atomic
def open_identity(
    *,
    actor: Actor,
    party_id: int,
    chain: str,
    at: datetime,
    reason: str = "",
    ground: ledger.Ground = ledger.Ground.STATED,
) -> Contact:
    """Return the contact, and record the look in the same transaction. The reason is one in words, or the work's own.

    Whether the actor may see the case at all has been asked by the caller.

    Raises:
        Invalid: no reason is given.
        NotFound: there is no such party.
    """
    if not clean(reason) and ground is ledger.Ground.STATED:
        raise Invalid(
            [Fault("reason", _("Say why you need to know who this is. The resident will read it."))]
        )
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound
    ledger.record_access(
        actor=actor,
        chain=chain,
        kind=ledger.AccessKind.IDENTITY,
        ground=ground,
        reason=clean(reason),
        at=at,
    )
    return unseal(bytes(party.sealed), party.public_id.bytes)
