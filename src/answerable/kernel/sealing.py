"""Sealed bytes: AES-256-GCM, the key's id in front, bound to the row that holds them.

sealed = key id (1 byte) ‖ nonce (12 bytes) ‖ ciphertext and tag
"""

import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import F, Func, IntegerField, Value

from answerable.kernel.keys import active_key, key_of

_NONCE = 12


def seal(purpose: str, plain: bytes, bound_to: bytes) -> bytes:
    """Encrypt under the key of this purpose that is in force."""
    key = active_key(purpose)
    nonce = os.urandom(_NONCE)
    return bytes((key.id,)) + nonce + _cipher(key.material).encrypt(nonce, plain, bound_to)


def unseal(purpose: str, sealed: bytes, bound_to: bytes) -> bytes:
    """Decrypt what `seal` made for this row.

    Raises:
        KeyUnknown: its key is gone.
        cryptography.exceptions.InvalidTag: it was altered, or belongs to another row.
    """
    key = key_of(purpose, sealed[0])
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    return _cipher(key.material).decrypt(nonce, body, bound_to)


def is_current(purpose: str, sealed: bytes) -> bool:
    """Whether it was sealed under the key that is in force."""
    return sealed[:1] == bytes((active_key(purpose).id,))


def key_in(field: str) -> Func:
    """Return the expression of the id of the key under which a column was sealed, for queries."""
    return Func(F(field), Value(0), function="get_byte", output_field=IntegerField())


@lru_cache(maxsize=64)
def _cipher(material: bytes) -> AESGCM:
    return AESGCM(material)
