"""Sealing identities: AES-256-GCM with keys outside the database, and keyed digests for exact look-up."""

import hmac
import json
import os
from dataclasses import fields
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from answerable.contexts.parties.domain.contact import Contact, SafeContact
from answerable.kernel.keys import derived_key

_NONCE = 12
# The first byte names the key, so that a rotation can tell old from new.
_KEY_ID = b"\x01"
_FIELDS = tuple(field.name for field in fields(Contact) if field.name != "safe")
_SAFE_FIELDS = tuple(field.name for field in fields(SafeContact))


def seal(contact: Contact, bound_to: bytes) -> bytes:
    """Encrypt a contact, bound to the row that holds it."""
    plain = json.dumps(fields_of(contact), ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE)
    return _KEY_ID + nonce + _cipher().encrypt(nonce, plain, bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> Contact:
    """Decrypt what `seal` made for this row.

    Raises:
        cryptography.exceptions.InvalidTag: it was altered, or belongs to another row.
    """
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    return contact_from(json.loads(_cipher().decrypt(nonce, body, bound_to)))


@cache
def _cipher() -> AESGCM:
    return AESGCM(derived_key("party"))


def fields_of(contact: Contact) -> dict[str, object]:
    """Return the plain fields; `dataclasses.asdict` copies so deeply that a burst of submissions feels it."""
    plain: dict[str, object] = {name: getattr(contact, name) for name in _FIELDS}
    plain["safe"] = {name: getattr(contact.safe, name) for name in _SAFE_FIELDS}
    return plain


def contact_from(plain: dict[str, object]) -> Contact:
    """Rebuild a contact from its plain fields."""
    safe = plain.pop("safe", None)
    return Contact(**plain, safe=SafeContact(**safe) if isinstance(safe, dict) else SafeContact())  # type: ignore[arg-type]


def blind_index(kind: str, value: str) -> bytes | None:
    """Return the keyed digest under which a phone, e-mail or identity number can be found; None for none."""
    if not value:
        return None
    return hmac.new(derived_key("party-index"), f"{kind}\x1f{value}".encode(), sha256).digest()
