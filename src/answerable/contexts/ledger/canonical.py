"""Canonical JSON: the subset of RFC 8785 that the journal uses, so that anybody computes the same bytes.

Objects with ASCII keys, NFC strings, booleans, null, arrays and integers up to 2^53-1. No floats.
"""

import unicodedata
from typing import Any

import orjson

MAX_INTEGER = 2**53 - 1
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_LEAVES = frozenset({str, int, bool, type(None)})


class NotCanonical(ValueError):
    """The value can't be written canonically."""


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a value.

    Raises:
        NotCanonical: it holds a float, a large integer, a lone surrogate, a key that is not ASCII, or text
            that is not NFC.
    """
    _check(value)
    try:
        raw = orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise NotCanonical(str(error)) from None
    # Text by text only where the whole may not be: a composing mark may follow an escape and still begin its text.
    if not raw.isascii() and not unicodedata.is_normalized("NFC", raw.decode()):
        _check_texts(value)
    return raw


def _check(value: Any) -> None:
    """Refuse what the encoder would take and the journal does not; every act passes here with a hundred values."""
    kind = type(value)
    if kind in _LEAVES:
        return
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise NotCanonical("key is not ASCII")
        for item in value.values():
            if type(item) not in _LEAVES:
                _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            if type(item) not in _LEAVES:
                _check(item)
    elif not isinstance(value, str | int):
        raise NotCanonical(f"{kind.__name__} has no canonical form")


def _check_texts(value: Any) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _check_texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_texts(item)
    elif isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        raise NotCanonical("text is not NFC")
