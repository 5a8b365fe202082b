"""Secrets that people hold: kept only as a salted hash.

An access code has 80 random bits, so a guesser gains nothing from a fast hash; Argon2id is used at a low cost because
ASVS 6.5.2 asks for a salted password hash below 112 bits, and because codes are made on the hottest path of the house.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from answerable.kernel.ids import normal_code

_HASHER = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1, hash_len=16, salt_len=16)


def hash_code(code: str) -> str:
    """Return the encoded Argon2id hash of an access code, whatever its separators and case."""
    return _HASHER.hash(normal_code(code))


def code_matches(code: str, hashed: str) -> bool:
    """Whether a typed code is the one that was hashed.

    Give an empty hash for an unknown reference, or for one without a code: it costs the same and never matches.
    """
    try:
        return _HASHER.verify(hashed or _nobodys_hash(), normal_code(code)) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("0" * 16)
