"""Reads of the vault. Only `messaging`, `open_identity` and the resident ever see more than masks."""

from collections.abc import Iterable
from dataclasses import dataclass

from answerable.contexts.parties.domain.contact import Contact, SafeContact, normal_phone
from answerable.contexts.parties.domain.masking import mask_email, mask_name, mask_number
from answerable.contexts.parties.models import Party
from answerable.contexts.parties.vault import blind_indexes, unseal


@dataclass(frozen=True, slots=True)
class MaskedParty:
    """What lists and pages show before an identity is opened."""

    name: str
    phone: str
    email: str
    channel: str
    language: str
    enterprise: bool


@dataclass(frozen=True, slots=True)
class Address:
    """Where and how a party is written to."""

    channel: str
    to: str
    language: str
    safe: SafeContact
    # The channel that may be tried when this one fails: only where the party has said so.
    fallback: str = ""


def masked(party_ids: Iterable[int]) -> dict[int, MaskedParty]:
    """Return the masks of parties by id."""
    return {party.pk: _mask(party) for party in Party.objects.filter(id__in=set(party_ids))}


def _mask(party: Party) -> MaskedParty:
    contact = unseal(bytes(party.sealed), party.public_id.bytes)
    return MaskedParty(
        name=mask_name(contact.name),
        phone=mask_number(normal_phone(contact.phone)),
        email=mask_email(contact.email) if contact.email else "",
        channel=contact.channel,
        language=contact.language,
        enterprise=contact.enterprise,
    )


def own_contact(party_id: int) -> Contact | None:
    """Return what somebody told of themselves, for them alone. Staff go through `open_identity`, which is recorded."""
    party = Party.objects.filter(id=party_id).first()
    return unseal(bytes(party.sealed), party.public_id.bytes) if party is not None else None


def find_by_phone(phone: str) -> list[int]:
    """Return the ids of parties that gave this number; whoever asks filters their cases by what may be seen."""
    indexes = blind_indexes("phone", normal_phone(phone))
    if not indexes:
        return []
    return list(Party.objects.filter(phone_index__in=indexes).order_by("id").values_list("id", flat=True))


def addresses(party_ids: Iterable[int]) -> dict[int, Address]:
    """Return where parties wish to be written to. Parties without a usable address are left out."""
    found: dict[int, Address] = {}
    for party in Party.objects.filter(id__in=set(party_ids)):
        contact = unseal(bytes(party.sealed), party.public_id.bytes)
        to = _to(contact, contact.channel)
        if to:
            found[party.pk] = Address(contact.channel, to, contact.language, contact.safe, _fallback(contact))
    return found


def reached_by(channel: str, party_ids: Iterable[int]) -> dict[int, str]:
    """Return the addresses of parties for one channel: the chosen one, or the other one that they allowed."""
    found = {}
    for party in Party.objects.filter(id__in=set(party_ids)):
        contact = unseal(bytes(party.sealed), party.public_id.bytes)
        if channel in (contact.channel, _fallback(contact)) and (to := _to(contact, channel)):
            found[party.pk] = to
    return found


def _to(contact: Contact, channel: str) -> str:
    return {"email": contact.email, "sms": contact.phone, "phone": contact.phone}.get(channel, "")


def _fallback(contact: Contact) -> str:
    other = {"email": "sms", "sms": "email"}.get(contact.channel, "")
    allowed = contact.safe.other_way and not (other == "sms" and contact.safe.no_sms)
    return other if allowed and _to(contact, other) else ""
