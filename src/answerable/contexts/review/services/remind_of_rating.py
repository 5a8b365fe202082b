"""Remind residents, once, of an answer that they have not rated."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.contexts.review import wording
from answerable.contexts.review.enums import InvitationState
from answerable.contexts.review.models import Invitation
from answerable.contexts.review.services.invite import other_way, why_unwanted

CHUNK = 200


@transaction.atomic
def remind_of_rating(*, at: datetime) -> int:
    """Queue a reminder for a chunk of invitations a third of whose time is gone; return how many were looked at.

    It carries no link: the code stands in the first message and nowhere else.
    """
    third = timedelta(days=settings.OPTIONS.rating_days) / 3
    rows = list(
        Invitation.objects.select_for_update(skip_locked=True)
        .filter(state=InvitationState.OPEN, told=True, reminded=False, made_at__lte=at - third)
        .order_by("made_at")[:CHUNK]
    )
    facts = cases.facts_of_rounds([row.round_id for row in rows])
    where = parties.addresses({fact.party_id for fact in facts.values() if fact.party_id is not None})
    messages = []
    for row in rows:
        fact = facts[cases.RoundId(row.round_id)]
        address = where.get(fact.party_id) if fact.party_id is not None else None
        if address is not None and fact.party_id is not None and at < row.expires_at:
            messages.append(_message(row, fact, fact.party_id, address))
    Invitation.objects.filter(id__in=[row.pk for row in rows]).update(reminded=True)
    messaging.queue_messages(messages, at=at)
    return len(rows)


def _message(
    row: Invitation, fact: cases.CaseFact, party_id: int, address: parties.Address
) -> messaging.NewMessage:
    return messaging.NewMessage(
        party_id=party_id,
        purpose=messaging.Purpose.REMINDER,
        key=f"rating_reminder:round:{row.round_id}",
        channel=address.channel,
        subject=wording.neutral_subject(address.language),
        body=wording.reminder(address.language),
        chain=fact.reference,
        from_hour=address.safe.from_hour,
        to_hour=address.safe.to_hour,
        unwanted=why_unwanted(fact, address),
        fallback=other_way(fact, address),
    )
