"""Canonical JSON: the subset of RFC 8785 that the journal uses, so that anybody computes the same bytes.

Objects with ASCII keys, NFC strings, booleans, null, arrays and integers up to 2^53-1. No floats.
"""

import json
import unicodedata
from typing import Any

MAX_INTEGER = 2**53 - 1
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class NotCanonical(ValueError):
    """The value can't be written canonically."""


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a value.

    Raises:
        NotCanonical: it holds a float, a large integer, a lone surrogate, a key that is not ASCII, or text
            that is not NFC.
    """
    _check(value)
    return _ENCODER.encode(value).encode()


def _check(value: Any) -> None:
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > MAX_INTEGER:
                raise NotCanonical("integer beyond 2^53-1")
        case str():
            _check_text(value)
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise NotCanonical("key is not ASCII")
                _check(item)
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical form")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text is not NFC")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotCanonical("lone surrogate") from None
