"""Look into a warning: take it oneself, or give it to a post that answers for the place."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from answerable.contexts.insight.enums import WarningState
from answerable.contexts.insight.errors import NotPermitted
from answerable.contexts.insight.models import EarlyWarning
from answerable.contexts.insight.permissions import require_doer
from answerable.contexts.insight.recipients import tell_assigned
from answerable.contexts.insight.services.lock_warning import lock_warning
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid


@transaction.atomic
def take_warning(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """Say that one looks into it oneself. Whoever had it before has it no more.

    Raises:
        NotFound: there is none, or none for the actor.
        NotPermitted: the actor only reads warnings.
        WarningClosed: somebody was quicker.
    """
    _give(actor, public_id, actor.post_id, at)


@transaction.atomic
def assign_warning(*, actor: Actor, public_id: UUID, post_id: int, at: datetime) -> None:
    """Give it to a post that leads or analyses where the warning belongs, and tell it.

    Raises:
        NotFound, NotPermitted, WarningClosed: as for `take_warning`.
        Invalid: the post may not act on it.
    """
    warning = _give(actor, public_id, post_id, at)
    try:
        require_doer(organisation.actor_for(post_id, at=at), warning.area_id)
    except NotPermitted:
        raise Invalid([Fault("post", _("This post does not answer for the place."))]) from None
    if post_id != actor.post_id:
        tell_assigned(warning, post_id, at=at)


def _give(actor: Actor, public_id: UUID, post_id: int | None, at: datetime) -> EarlyWarning:
    warning = lock_warning(actor, public_id)
    warning.state, warning.post_id = WarningState.TAKEN, post_id
    warning.taken_at = warning.taken_at or at
    warning.save(update_fields=["state", "post_id", "taken_at"])
    ledger.record(
        actor=actor,
        code="insight.warning.taken",
        at=at,
        internal={"warning": str(public_id), "post": post_id},
    )
    return warning
