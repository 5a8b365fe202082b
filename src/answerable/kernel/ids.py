"""Identifiers that may leave the house, and secrets that people can read out.

Internal keys are integers and stay inside. What a resident or another system sees is random, so
that neither the number of cases nor their order can be read from it.
"""

import re
import secrets
import unicodedata
from datetime import datetime
from typing import NewType

Reference = NewType("Reference", str)
AccessCode = NewType("AccessCode", str)

# Crockford's base 32: no I, L, O or U, so that a reference survives being read out on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_REFERENCE = re.compile(r"(20\d\d)-?([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{4})")
_DASHES = re.compile(r"[\s‐-―－ー_.]+")


def random_symbols(count: int) -> str:
    """Return `count` symbols of Crockford's base 32, five random bits each."""
    bits = secrets.randbits(5 * count)
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 5 * count, 5))


def new_reference(at: datetime) -> Reference:
    """Return a public reference such as `2026-7K4M-Q2XW`: the year, then 40 random bits."""
    return Reference(f"{at.year}-{random_symbols(4)}-{random_symbols(4)}")


def new_access_code() -> AccessCode:
    """Return a secret of 80 bits in four groups of four, such as `K7QF-3M2P-9XWD-0A5H`."""
    return AccessCode("-".join(random_symbols(4) for _ in range(4)))


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().upper().translate(_READ_AS)
    return _DASHES.sub("-", folded)


def parse_reference(text: str) -> Reference | None:
    """Read a reference as a person types it (lower case, spaces, O for 0); None if it is none."""
    match = _REFERENCE.fullmatch(_normal(text))
    return Reference("-".join(match.groups())) if match else None


def normal_code(text: str) -> str:
    """Return the symbols of a secret code as typed, without separators, for comparison or hashing."""
    return "".join(symbol for symbol in _normal(text) if symbol in ALPHABET)
