"""Forget a kept list."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.kernel.actor import Actor


@transaction.atomic
def delete_view(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """Delete a view of this post.

    Raises:
        NotFound: there is none, or it is another post's.
    """
    view = selectors.saved_view(actor, public_id)
    facts = {"page": view.page, "name": view.name}
    view.delete()
    ledger.record(actor=actor, code="organisation.view.deleted", at=at, internal=facts)
