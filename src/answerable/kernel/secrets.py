"""Secrets that people hold: kept only as a salted hash.

An access code has 80 random bits, so a guesser gains nothing from a fast hash; Argon2id is used at a low cost because
ASVS 6.5.2 asks for a salted password hash below 112 bits, and because codes are made on the hottest path of the house.
"""

import os
from functools import cache

from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret, verify_secret

from answerable.kernel.ids import normal_code

_COST = {"time_cost": 1, "memory_cost": 256, "parallelism": 1, "hash_len": 16}
_SALT = 16


def hash_code(code: str) -> str:
    """Return the encoded Argon2id hash of an access code, whatever its separators and case."""
    return hash_secret(normal_code(code).encode(), os.urandom(_SALT), type=Type.ID, **_COST).decode()


def code_matches(code: str, hashed: str) -> bool:
    """Whether a typed code is the one that was hashed.

    Give an empty hash for an unknown reference, or for one without a code: it costs the same and never matches.
    """
    try:
        encoded = (hashed or _nobodys_hash()).encode()
        return verify_secret(encoded, normal_code(code).encode(), Type.ID) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return hash_code("0" * 16)
