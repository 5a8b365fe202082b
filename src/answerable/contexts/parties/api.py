"""The door of the vault."""

from answerable.contexts.parties.domain.contact import Contact, SafeContact, normal_email, normal_phone
from answerable.contexts.parties.domain.masking import mask_name, mask_number, mask_text
from answerable.contexts.parties.same_contact import asks_alike, contact_keys, parties_alike
from answerable.contexts.parties.selectors import (
    Address,
    MaskedParty,
    addresses,
    find_by_phone,
    masked,
    own_contact,
    reached_by,
)
from answerable.contexts.parties.services.erase_parties import erase_parties
from answerable.contexts.parties.services.open_identity import open_identity
from answerable.contexts.parties.services.register_parties import PartyId, register_parties
from answerable.contexts.parties.services.seal_again import parties_left, seal_parties_again
from answerable.contexts.parties.vault import (
    contact_from,
    fields_of,
    seal,
    seal_again,
    sealing_key,
    unseal,
)

__all__ = [
    "Address",
    "Contact",
    "MaskedParty",
    "PartyId",
    "SafeContact",
    "addresses",
    "asks_alike",
    "contact_from",
    "contact_keys",
    "erase_parties",
    "fields_of",
    "find_by_phone",
    "mask_name",
    "mask_number",
    "mask_text",
    "masked",
    "normal_email",
    "normal_phone",
    "open_identity",
    "own_contact",
    "parties_alike",
    "parties_left",
    "reached_by",
    "register_parties",
    "seal",
    "seal_again",
    "seal_parties_again",
    "sealing_key",
    "unseal",
]
