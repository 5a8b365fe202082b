"""Sealing identities: AES-256-GCM with keys outside the database, and keyed digests for exact look-up."""

import hmac
from dataclasses import fields
from hashlib import sha256

import orjson

from answerable.contexts.parties.domain.contact import Contact, SafeContact
from answerable.kernel import sealing
from answerable.kernel.keys import Key, active_key, opening_keys

SEALS = "party"
FINDS = "party-index"
_FIELDS = tuple(field.name for field in fields(Contact) if field.name != "safe")
_SAFE_FIELDS = tuple(field.name for field in fields(SafeContact))


def seal(contact: Contact, bound_to: bytes) -> bytes:
    """Encrypt a contact, bound to the row that holds it."""
    return sealing.seal(SEALS, orjson.dumps(fields_of(contact)), bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> Contact:
    """Decrypt what `seal` made for this row.

    Raises:
        KeyUnknown: its key is retired.
        cryptography.exceptions.InvalidTag: it was altered, or belongs to another row.
    """
    return contact_from(orjson.loads(sealing.unseal(SEALS, sealed, bound_to)))


def seal_again(sealed: bytes, bound_to: bytes) -> bytes:
    """Return what was sealed under an earlier key, sealed under the one in force; what is so already stays as it is."""
    if sealing.is_current(SEALS, sealed):
        return sealed
    return sealing.seal(SEALS, sealing.unseal(SEALS, sealed, bound_to), bound_to)


def sealing_key() -> int:
    """Return the id of the key under which contacts are sealed now."""
    return active_key(SEALS).id


def fields_of(contact: Contact) -> dict[str, object]:
    """Return the plain fields; `dataclasses.asdict` copies so deeply that a burst of submissions feels it."""
    plain: dict[str, object] = {name: getattr(contact, name) for name in _FIELDS}
    plain["safe"] = {name: getattr(contact.safe, name) for name in _SAFE_FIELDS}
    return plain


def contact_from(plain: dict[str, object]) -> Contact:
    """Rebuild a contact from its plain fields."""
    safe = plain.pop("safe", None)
    return Contact(**plain, safe=SafeContact(**safe) if isinstance(safe, dict) else SafeContact())  # type: ignore[arg-type]


def blind_index(kind: str, value: str, key: Key | None = None) -> bytes | None:
    """Return the keyed digest under which a phone, e-mail or identity number can be found; None for none."""
    if not value:
        return None
    return _digest(kind, value, key or active_key(FINDS))


def blind_indexes(kind: str, value: str) -> list[bytes]:
    """Return the digests under every key that opens: while the index is rotated, rows lie under two."""
    return [_digest(kind, value, key) for key in opening_keys(FINDS)] if value else []


def _digest(kind: str, value: str, key: Key) -> bytes:
    return hmac.new(key.material, f"{kind}\x1f{value}".encode(), sha256).digest()
