"""Codes of posts: who and where, readable in the journal."""

from collections.abc import Collection
from itertools import count

LONGEST = 60


def free_code(key: str, taken: Collection[str]) -> str:
    """Return a code like `wang@lianhua` that no other post has or ever had."""
    # Room is kept for a number: the same person may come back to the same unit.
    stem = key[: LONGEST - 5]
    return next(code for n in count(1) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)
