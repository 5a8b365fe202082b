"""Give a machine the right to append to one channel, and take it back."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.models import ChannelKey
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.words import words
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean

PREFIX = "ans_"


def digest_of(key: str) -> bytes:
    """Return what is kept of a key. Its 256 random bits need no slow hash."""
    return sha256(key.encode()).digest()


def in_force(at: datetime) -> Q:
    """Return the condition under which a key opens; one that was renewed goes on until its hour."""
    return Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)


@transaction.atomic
def issue_key(*, actor: Actor, name: str, channel: str, per_minute: int = 60_000, at: datetime) -> str:
    """Return a new key; it is shown this once and kept only as a digest.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        Invalid: the name is empty or taken, or there is no such channel.
    """
    require_set_up(actor)
    name, faults = clean(name), []
    if not name or len(name) > 80:
        faults.append(Fault("name", _("Give the key a name of up to 80 characters: who uses it.")))
    elif ChannelKey.objects.filter(name=name).exists():
        faults.append(Fault("name", _("Another key has this name.")))
    if channel not in words().channels:
        faults.append(Fault("channel", _("There is no such channel.")))
    if faults:
        raise Invalid(faults)
    key = PREFIX + secrets.token_urlsafe(32)
    ChannelKey.objects.create(
        name=name, channel=channel, digest=digest_of(key), per_minute=per_minute, created_at=at
    )
    _journal(actor, "intake.key.issued", name, channel, at)
    return key


@transaction.atomic
def revoke_key(*, actor: Actor, name: str, at: datetime) -> None:
    """End the right at once; web processes notice within five seconds.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        NotFound: there is no such key, or it is revoked.
    """
    require_set_up(actor)
    row = ChannelKey.objects.select_for_update().filter(in_force(at), name=name).first()
    if row is None:
        raise NotFound
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    _journal(actor, "intake.key.revoked", name, row.channel, at)


def _journal(actor: Actor, code: str, name: str, channel: str, at: datetime) -> None:
    ledger.record(actor=actor, code=code, at=at, internal={"name": name, "channel": channel})
