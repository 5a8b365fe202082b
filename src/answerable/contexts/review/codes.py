"""The code of a rating link: found by a keyed digest, so that the link needs to name no case.

The code is random (80 bits) and the key is kept outside the database, so that a slow hash would add nothing (ADR 0501).
"""

import hmac
from hashlib import sha256

from answerable.kernel.ids import normal_code
from answerable.kernel.keys import Key, active_key, derived_key, opening_keys

PURPOSE = "rating-code"
SYMBOLS = 16


def code_digest(code: str) -> bytes | None:
    """Return the digest under which a code is stored; None if it can't be one."""
    symbols = _symbols(code)
    return None if symbols is None else _digest(symbols, active_key(PURPOSE))


def code_digests(code: str) -> list[bytes]:
    """Return the digests under which it may have been stored: links outlive a rotation of the key."""
    symbols = _symbols(code)
    return [] if symbols is None else [_digest(symbols, key) for key in opening_keys(PURPOSE)]


def _symbols(code: str) -> str | None:
    symbols = normal_code(code)
    return symbols if len(symbols) == SYMBOLS else None


def _digest(symbols: str, key: Key) -> bytes:
    return hmac.new(key.material, symbols.encode(), sha256).digest()


def source_digest(source: str) -> bytes:
    """Return a digest of where guesses come from; `source` is already a digest that changes daily."""
    return hmac.new(derived_key("rating-source"), source.encode(), sha256).digest()
