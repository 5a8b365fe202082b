"""Send one message by a gateway at once, to a number that whoever sets it up gives."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext

from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging.channels.protocol import Parcel
from answerable.contexts.messaging.enums import Outcome
from answerable.contexts.messaging.errors import GatewayNotFound
from answerable.contexts.messaging.gateways.protocol import adapter_for
from answerable.contexts.messaging.lane import config_of
from answerable.contexts.messaging.models import Gateway
from answerable.contexts.messaging.permissions import require_bureau_set_up
from answerable.contexts.messaging.sentences import why_not_sent
from answerable.contexts.messaging.services.note_health import note_health
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Said:
    """What the peer said, and why in the reader's language."""

    outcome: Outcome
    why: str


def try_gateway(*, actor: Actor, gateway_id: UUID, to: str, at: datetime) -> Said:
    """Send a fixed text, also by a paused gateway, and return what the peer said. The number is not kept.

    Raises:
        NotPermitted: the actor does not set up the whole bureau.
        GatewayNotFound: there is none that can send.
    """
    require_bureau_set_up(actor)
    row = Gateway.objects.filter(public_id=gateway_id).first()
    adapter = adapter_for(row.kind) if row is not None else None
    if row is None or adapter is None or not adapter.sends:
        raise GatewayNotFound
    text = gettext("This is a test of this channel. You need not do anything.")
    parcel = Parcel(id=uuid4().hex, to=to.strip(), subject=gettext("Test"), body=text)
    [delivery] = list(adapter.send(config_of(row), [parcel]))[:1]
    note_health(row, [delivery], at)
    ledger.record(
        actor=actor,
        code="messaging.gateway.tested",
        at=at,
        internal={"gateway": row.public_id.hex, "outcome": delivery.outcome, "error": delivery.error},
    )
    return Said(delivery.outcome, why_not_sent(delivery.error))
