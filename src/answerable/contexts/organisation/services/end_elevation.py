"""End a right for some hours before its time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models import Elevation
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound, NotPermitted


@transaction.atomic
@changing()
def end_elevation(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """End it now; its holder may, and whoever sets up its unit.

    Raises:
        NotFound: there is none in force.
        NotPermitted: it is neither the actor's nor of a unit that he sets up.
    """
    found = (
        Elevation.objects.select_for_update(of=("self",))
        .select_related("post")
        .filter(public_id=public_id, ended_at=None, ends_at__gt=at)
        .first()
    )
    if found is None:
        raise NotFound
    if found.post.person_id != actor.person_id and not actor.holds(Role.SETUP, found.unit_id):
        raise NotPermitted
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    facts = {"elevation": str(public_id), "post": found.post.code}
    ledger.record(actor=actor, code="organisation.elevation.ended", at=at, internal=facts)
