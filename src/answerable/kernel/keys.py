"""Keys for one purpose each, derived from the vault's key, which is kept outside the database."""

from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def derived_key(purpose: str) -> bytes:
    """Return 32 bytes that only this purpose uses (HKDF-SHA256, RFC 5869)."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"answerable/{purpose}/v1".encode())
    return kdf.derive(bytes.fromhex(settings.VAULT_KEY))
