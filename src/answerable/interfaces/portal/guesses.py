"""Slowing down whoever guesses access codes, without ever locking out who has the right one.

A right code is let in at any time. Wrong ones, for any reference whether it exists or not, are answered after a few
tries with a time to wait that doubles. The counts are kept in memory, under digests, for an hour at most.
"""

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 5
SHORTEST = timedelta(seconds=5)
LONGEST = timedelta(minutes=5)
REMEMBERED = timedelta(hours=1)
CAPACITY = 20_000


@dataclass(slots=True)
class _Tries:
    count: int
    last: datetime


class Guesses:
    """Wrong tries by what was tried. The oldest are forgotten first, so that a flood can't fill the memory."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._tries: OrderedDict[bytes, _Tries] = OrderedDict()

    def wrong(self, tried: str, at: datetime) -> timedelta:
        """Note a wrong try and return how long to wait before the next one; nothing for the first few."""
        index = hmac.digest(self._key, tried.encode(), "sha256")
        known = self._tries.pop(index, None)
        tries = known if known and at - known.last < REMEMBERED else _Tries(0, at)
        tries.count, tries.last = tries.count + 1, at
        self._tries[index] = tries
        while len(self._tries) > CAPACITY:
            self._tries.popitem(last=False)
        if tries.count <= FREE:
            return timedelta()
        doublings = min(tries.count - FREE - 1, 16)
        return min(LONGEST, SHORTEST * (1 << doublings))
