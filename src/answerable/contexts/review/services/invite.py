"""Ask the resident how it was, for each round that has been answered."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Sensitive
from answerable.contexts.cases.events import RoundAnswered
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.contexts.review import journal, wording
from answerable.contexts.review.codes import code_digest
from answerable.contexts.review.models import Invitation
from answerable.kernel.ids import AccessCode, new_access_code


@transaction.atomic
def invite(answered: Sequence[RoundAnswered]) -> None:
    """Make one invitation for each round, and queue the message that carries its link, if there is anybody to write to.

    The code stands in the sealed message and nowhere else.
    """
    facts = cases.facts_of_rounds([event.round_id for event in answered])
    party_ids = {fact.party_id for fact in facts.values() if fact.party_id is not None}
    where = parties.addresses(party_ids) if party_ids else {}
    rows, messages = [], []
    for event in answered:
        fact, code = facts[cases.RoundId(event.round_id)], new_access_code()
        message = _message(event, fact, code, where)
        if message is not None:
            messages.append(message)
        rows.append(_invitation(event, fact, code, told=message is not None and not message.unwanted))
    Invitation.objects.bulk_create(rows)
    journal.record_rows("review.invitations.made", answered[0].at, ledger.told(rows))
    messaging.queue_messages(messages, at=answered[0].at)


def _invitation(event: RoundAnswered, fact: cases.CaseFact, code: AccessCode, *, told: bool) -> Invitation:
    return Invitation(
        case_id=event.case_id,
        round_id=event.round_id,
        round_no=event.round_no,
        unit_id=event.unit_id,
        code_digest=code_digest(code),
        told=told,
        handled_since=fact.received_at,
        made_at=event.at,
        expires_at=event.at + timedelta(days=settings.OPTIONS.rating_days),
    )


def _message(
    event: RoundAnswered, fact: cases.CaseFact, code: AccessCode, where: Mapping[int, parties.Address]
) -> messaging.NewMessage | None:
    address = where.get(fact.party_id) if fact.party_id is not None else None
    if address is None or fact.party_id is None:
        return None
    link = f"{settings.OPTIONS.public_url.rstrip('/')}/rate#{code}"
    return messaging.NewMessage(
        party_id=fact.party_id,
        purpose=messaging.Purpose.RATING_INVITATION,
        key=invitation_key(event.round_id),
        channel=address.channel,
        subject=wording.neutral_subject(address.language),
        body=wording.invitation(language=address.language, channel=address.channel, link=link),
        chain=fact.reference,
        from_hour=address.safe.from_hour,
        to_hour=address.safe.to_hour,
        unwanted=why_unwanted(fact, address),
        fallback=other_way(fact, address),
        at=event.at,
        expires_at=event.at + timedelta(days=settings.OPTIONS.rating_days),
    )


def invitation_key(round_id: int) -> str:
    return f"rating_invitation:round:{round_id}"


def why_unwanted(fact: cases.CaseFact, address: parties.Address) -> messaging.Unwanted | Literal[""]:
    """Say why a message was declined, or could be dangerous: somebody else may hold the telephone. Empty: send it."""
    if address.channel == "phone":
        # Whoever asked to be called is not written to.
        return messaging.Unwanted.WANTS_CALL
    if address.channel == "sms" and fact.sensitive is Sensitive.SAFE:
        return messaging.Unwanted.SAFE_TOPIC
    return messaging.Unwanted.NO_SMS if address.channel == "sms" and address.safe.no_sms else ""


def other_way(fact: cases.CaseFact, address: parties.Address) -> str:
    """Return the channel that may be tried second; none where somebody else may read the telephone."""
    return "" if fact.sensitive is Sensitive.SAFE and address.fallback == "sms" else address.fallback
