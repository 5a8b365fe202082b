"""Base64 (RFC 4648, section 4) with one spelling for each value."""

import binascii
from base64 import b64decode, b64encode


def encode(raw: bytes) -> str:
    return b64encode(raw).decode()


def decode(text: str, *, length: int | None = None) -> bytes:
    """Return the bytes.

    Raises:
        ValueError: it is no base64, is not spelled as `encode` would, or has another length.
    """
    try:
        raw = b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if encode(raw) != text:
        raise ValueError("base64 with stray bits")
    if length is not None and len(raw) != length:
        raise ValueError(f"{len(raw)} bytes instead of {length}")
    return raw
