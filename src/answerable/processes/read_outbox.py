"""The outbox with masked addresses, for whoever looks after sending."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from answerable.contexts.cases import api as cases
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import OutboxFilter, OutboxPage, OutboxRow
from answerable.contexts.parties import api as parties
from answerable.kernel import row_security
from answerable.kernel.actor import Actor


@row_security.as_system("processes.read_outbox")
def read_outbox(
    actor: Actor, narrowed: OutboxFilter, *, cursor: str | None = None, limit: int = 50
) -> OutboxPage:
    """Return a page of messages, without those about matters from which the actor is kept away.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    return messaging.outbox(actor, narrowed, walled=_walled(actor), cursor=cursor, limit=limit)


@row_security.as_system("processes.read_outbox")
def read_message(actor: Actor, public_id: UUID) -> OutboxRow:
    """Return one message.

    Raises:
        NotPermitted, MessageNotFound: as `messaging.message`.
    """
    return messaging.message(actor, public_id, walled=_walled(actor))


@row_security.as_system("processes.read_outbox")
def masked_addresses(rows: Sequence[OutboxRow]) -> Mapping[UUID, str]:
    """Return where each message goes, as far as it may be shown: `139****1234`."""
    known = parties.masked([row.party_id for row in rows])
    return {
        row.public_id: _address(row.channel, known[row.party_id]) for row in rows if row.party_id in known
    }


def _address(channel: str, party: parties.MaskedParty) -> str:
    return party.email if channel == "email" else party.phone


@row_security.as_system("processes.read_outbox")
def resend(*, actor: Actor, message_id: UUID, reason: str, at: datetime) -> None:
    """Send a message once more.

    Raises:
        NotPermitted, MessageNotFound, IllegalMove, TextForgotten, Invalid: as `messaging.resend_message`.
    """
    messaging.resend_message(actor=actor, message_id=message_id, reason=reason, walled=_walled(actor), at=at)


def _walled(actor: Actor) -> messaging.Walled:
    return lambda chains: cases.walled_references(actor, chains)
