"""Words that somebody looks for may name a person, so they stand in no address: what stands there is sealed.

Addresses end in histories, bookmarks and the logs of machines between (SECURITY, T38).
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _box(purpose: str) -> MultiFernet:
    """Seal with the key in force, open with earlier ones too."""
    return MultiFernet([_key(purpose, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(purpose: str, secret: str) -> Fernet:
    key = hashlib.sha256(f"answerable.console.{purpose}\0{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(purpose: str, text: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, token: str, *, seconds: int | None = None) -> str | None:
    """Return what was sealed; None if it was not by us, for this purpose, or is too old."""
    try:
        return _box(purpose).decrypt(token.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError):
        return None
