"""The text of a message, encrypted under the key of this purpose and bound to its row."""

import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from answerable.kernel.keys import derived_key

_NONCE = 12
_KEY_ID = b"\x01"


def seal(subject: str, body: str, bound_to: bytes) -> bytes:
    """Encrypt a text for the row whose id is `bound_to`."""
    nonce = os.urandom(_NONCE)
    plain = json.dumps([subject, body], ensure_ascii=False).encode()
    return _KEY_ID + nonce + AESGCM(derived_key("messages")).encrypt(nonce, plain, bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> tuple[str, str]:
    """Return subject and body.

    Raises:
        cryptography.exceptions.InvalidTag: it was altered, or belongs to another row.
    """
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    subject, text = json.loads(AESGCM(derived_key("messages")).decrypt(nonce, body, bound_to))
    return str(subject), str(text)
