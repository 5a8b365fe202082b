"""The code of a rating link: found by a keyed digest, so that the link needs to name no case.

The code is random (80 bits) and the key is kept outside the database, so that a slow hash would add nothing (ADR 0501).
"""

import hmac
from hashlib import sha256

from answerable.kernel.ids import normal_code
from answerable.kernel.keys import derived_key

SYMBOLS = 16


def code_digest(code: str) -> bytes | None:
    """Return the digest under which the code is stored; None if it can't be one."""
    symbols = normal_code(code)
    if len(symbols) != SYMBOLS:
        return None
    return hmac.new(derived_key("rating-code"), symbols.encode(), sha256).digest()


def source_digest(source: str) -> bytes:
    """Return a digest of where guesses come from; `source` is already a digest that changes daily."""
    return hmac.new(derived_key("rating-source"), source.encode(), sha256).digest()
