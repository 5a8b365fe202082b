"""Close a warning with what was behind it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from answerable.contexts.insight.enums import Cause, WarningState
from answerable.contexts.insight.services.lock_warning import lock_warning
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean

LONGEST = 1000


@transaction.atomic
def close_warning(*, actor: Actor, public_id: UUID, cause: Cause, words: str, at: datetime) -> None:
    """Say what was behind it and what was done. Another week above its threshold raises a new warning.

    Raises:
        NotFound: there is none, or none for the actor.
        NotPermitted: the actor only reads warnings.
        WarningClosed: somebody was quicker.
        Invalid: no words are given.
    """
    warning = lock_warning(actor, public_id)
    if not clean(words):
        raise Invalid([Fault("words", _("Say in a sentence what was found and what was done."))])
    warning.state, warning.cause, warning.words = WarningState.CLOSED, cause, clean(words)[:LONGEST]
    warning.closed_at, warning.closed_by_post_id = at, actor.post_id
    warning.save(update_fields=["state", "cause", "words", "closed_at", "closed_by_post_id"])
    ledger.record(
        actor=actor,
        code="insight.warning.closed",
        at=at,
        internal={"warning": str(public_id), "cause": str(cause)},
    )
