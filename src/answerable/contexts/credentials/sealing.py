"""Secrets of factors at rest, sealed under a key that is kept outside the database and bound to their account."""

from cryptography.exceptions import InvalidTag

from answerable.kernel import sealing
from answerable.kernel.keys import KeyUnknown

PURPOSE = "credentials"


def seal(secret: bytes, username: str) -> bytes:
    return sealing.seal("credentials", secret, username.encode())


def unseal(sealed: bytes, username: str) -> bytes | None:
    """Return what was sealed for this account; None if it is another's or was altered."""
    try:
        return sealing.unseal("credentials", sealed, username.encode())
    except (InvalidTag, KeyUnknown, ValueError, IndexError):
        return None


def unseal_text(sealed: str, username: str) -> bytes | None:
    """Return what was sealed and travelled through a page; None if it is another's or was altered."""
    try:
        return unseal(bytes.fromhex(sealed), username)
    except ValueError:
        return None
