"""Put contacts into the vault."""

from collections.abc import Sequence
from typing import NewType

from django.db import transaction

from answerable.contexts.parties.domain.contact import Contact, normal_email, normal_id_number, normal_phone
from answerable.contexts.parties.models import Party
from answerable.contexts.parties.vault import FINDS, blind_index, seal
from answerable.kernel.keys import active_key
from answerable.kernel.rows import insert_rows, next_ids

PartyId = NewType("PartyId", int)


@transaction.atomic
def register_parties(contacts: Sequence[Contact | None]) -> list[PartyId | None]:
    """Seal each contact in a row of its own; None, or an empty contact, stays anonymous."""
    given = [contact for contact in contacts if contact is not None and not contact.is_empty]
    rows = [_party(contact) for contact in given]
    for row, key in zip(rows, next_ids(Party, len(rows)), strict=True):
        row.pk = key
    insert_rows(rows)
    made = iter(rows)
    return [None if contact is None or contact.is_empty else PartyId(next(made).pk) for contact in contacts]


def _party(contact: Contact) -> Party:
    party = Party(channel=contact.channel, language=contact.language)
    index(party, contact)
    party.sealed = seal(contact, party.public_id.bytes)
    return party


def index(party: Party, contact: Contact) -> None:
    """Set the digests under which the party is found, and say which key they were made with."""
    key = active_key(FINDS)
    party.index_key = key.id
    party.phone_index = blind_index("phone", normal_phone(contact.phone), key)
    party.email_index = blind_index("email", normal_email(contact.email), key)
    party.id_index = blind_index("id", normal_id_number(contact.id_number), key)
