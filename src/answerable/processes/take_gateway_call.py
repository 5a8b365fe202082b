"""A gateway calls: what residents said is taken in, what became of our messages is noted, then the peer is answered.

Both are idempotent by the peer's own numbers, so that a call which comes three times, or is cut off between the two,
does its work once. The sender's number is a claim like any other contact.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog

from answerable.contexts.intake import api as intake
from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.processes.send_receipt import send_receipts

log = structlog.get_logger(__name__)


def take_gateway_call(*, gateway_id: UUID, call: messaging.Call, at: datetime) -> str:
    """Take in what a call holds and return what its peer wants to read.

    Raises:
        GatewayNotFound, CallRefused: as `messaging.read_call`.
    """
    taken = messaging.read_call(gateway_id, call, at=at)
    take_in_heard(taken.gateway.public_id, taken.gateway.channel, taken.arrived.heard, at=at)
    messaging.note_reports(taken.gateway, taken.arrived.reports, at=at)
    return taken.arrived.answer


def take_in_heard(gateway_id: UUID, channel: str, heard: Sequence[messaging.Heard], *, at: datetime) -> None:
    """Take in what residents said, each once by the gateway's number for it. The receipt goes back the same way."""
    if not heard:
        return
    news = [_submission(gateway_id, channel, one) for one in heard]
    answers = intake.receive_many(news, at)
    send_receipts(list(zip(news, answers, strict=True)), at=at)
    refused = sum(isinstance(answer, intake.Refused) for answer in answers)
    if refused:
        log.warning("gateway.not_taken", channel=channel, count=refused)


def _submission(gateway_id: UUID, channel: str, one: messaging.Heard) -> intake.NewSubmission:
    return intake.NewSubmission(
        channel=channel,
        text=one.text,
        source_id=f"{gateway_id.hex[:12]}:{one.source_id}",
        said_at=one.said_at,
        contact=parties.Contact(phone=one.sender, channel="sms"),
        send_receipt=True,
    )
