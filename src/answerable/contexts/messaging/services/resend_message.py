"""Send a message once more, because a person has decided so."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging.domain.hours import next_safe
from answerable.contexts.messaging.enums import OutgoingState
from answerable.contexts.messaging.errors import MessageNotFound, TextForgotten
from answerable.contexts.messaging.models import Outgoing, Resend
from answerable.contexts.messaging.outbox import RESENDABLE, Walled
from answerable.contexts.messaging.permissions import require_set_up
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, IllegalMove, Invalid, NotPermitted
from answerable.kernel.text import clean


@transaction.atomic
def resend_message(*, actor: Actor, message_id: UUID, reason: str, walled: Walled, at: datetime) -> None:
    """Queue it again with all its tries, for the next hour at which the party may be reached.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        MessageNotFound: there is none, or it is about a matter from which the actor is kept away.
        IllegalMove: it has been sent, waits, or is not wanted.
        TextForgotten: what it said is not kept any more.
        Invalid: no reason is given.
    """
    require_set_up(actor)
    if actor.post_id is None:
        raise NotPermitted
    row = Outgoing.objects.select_for_update().filter(public_id=message_id).first()
    if row is None or (row.chain and walled({row.chain})):
        raise MessageNotFound
    words = clean(reason)[:300]
    if not words:
        raise Invalid([Fault("reason", _("Give a reason."))])
    if row.state not in RESENDABLE:
        raise IllegalMove
    if not row.sealed:
        raise TextForgotten
    before, row.state = row.state, OutgoingState.QUEUED
    row.send_after = next_safe(at, row.from_hour, row.to_hour, get_default_timezone())
    row.attempts, row.claimed_at, row.settled_at, row.error = 0, None, None, ""
    row.expires_at, row.peer_id = None, ""
    row.save(
        update_fields=[
            "state", "send_after", "attempts", "claimed_at", "settled_at", "error", "expires_at", "peer_id",
        ]
    )  # fmt: skip
    Resend.objects.create(message=row, by_post_id=actor.post_id, before=before, reason=words, at=at)
    ledger.record(
        actor=actor,
        code="messaging.message.resent",
        at=at,
        chain=row.chain,
        internal={"before": before, "purpose": row.purpose, "channel": row.channel, "reason": words},
    )
