"""Tokens of the system that tells of joiners and leavers (SCIM): shown once, kept as a digest."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from answerable.contexts.credentials.models import ProvisioningToken
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Conflict, NotFound, NotPermitted

PREFIX = "scim_"


@transaction.atomic
def issue_provisioning_token(*, actor: Actor, name: str, at: datetime) -> str:
    """Return a new token of 256 random bits.

    Raises:
        Conflict: another token has this name.
        NotPermitted: the actor is a person; the operator's command does this.
    """
    if not actor.is_system:
        raise NotPermitted
    if ProvisioningToken.objects.filter(name=name).exists():
        raise Conflict
    token = PREFIX + secrets.token_urlsafe(32)
    ProvisioningToken.objects.create(name=name, digest=_digest(token), since=at)
    ledger.record(actor=actor, code="credentials.provisioning.issued", at=at, internal={"name": name})
    return token


@transaction.atomic
def revoke_provisioning_token(*, actor: Actor, name: str, at: datetime) -> None:
    """End it at once.

    Raises:
        NotFound: there is none in force.
        NotPermitted: the actor is a person.
    """
    if not actor.is_system:
        raise NotPermitted
    if not ProvisioningToken.objects.filter(name=name, revoked_at=None).update(revoked_at=at):
        raise NotFound
    ledger.record(actor=actor, code="credentials.provisioning.revoked", at=at, internal={"name": name})


def provisioner_for(token: str) -> Actor | None:
    """Return who acts with a token; None if it is none, or was revoked."""
    found = ProvisioningToken.objects.filter(digest=_digest(token), revoked_at=None).first()
    return Actor.system(f"scim:{found.name}") if found else None


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
