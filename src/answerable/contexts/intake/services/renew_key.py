"""Give a machine a new key in the place of its old one, which goes on for a while so that nothing is refused."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from answerable.contexts.intake.models import ChannelKey
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.services.issue_key import PREFIX, digest_of, in_force
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound

OVERLAP = timedelta(days=1)
_NAME = 80


@transaction.atomic
def renew_key(*, actor: Actor, name: str, at: datetime, overlap: timedelta = OVERLAP) -> str:
    """Return the new key under the same name and channel; the old one ends after `overlap`.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        NotFound: there is no such key in force.
    """
    require_set_up(actor)
    old = ChannelKey.objects.select_for_update().filter(in_force(at), name=name).first()
    if old is None:
        raise NotFound
    old.name = f"{name[: _NAME - 22]} (until {at + overlap:%Y-%m-%d %H:%M})"
    old.revoked_at = at + overlap
    old.save(update_fields=["name", "revoked_at"])
    key = PREFIX + secrets.token_urlsafe(32)
    ChannelKey.objects.create(
        name=name, channel=old.channel, digest=digest_of(key), per_minute=old.per_minute, created_at=at
    )
    ledger.record(
        actor=actor, code="intake.key.renewed", at=at, internal={"name": name, "channel": old.channel}
    )
    return key
