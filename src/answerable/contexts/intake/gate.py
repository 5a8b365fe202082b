"""The gate for machines: whose key it is, and how much may pass in a minute.

Keys are remembered by each process for a few seconds, so that the hottest path of the house does not ask the database.
"""

import threading
from dataclasses import dataclass, field
from time import monotonic

from answerable.contexts.intake.errors import KeyUnknown, QuotaReached
from answerable.contexts.intake.models import ChannelKey
from answerable.contexts.intake.services.issue_key import PREFIX, digest_of, in_force
from answerable.kernel.clock import now as now_at

REMEMBERED_SECONDS = 5.0
# Wrong keys are remembered too, but not so many that guessing fills the memory.
_MOST = 10_000


@dataclass(slots=True)
class _Known:
    until: float
    channel: str | None
    per_minute: int
    minute: int = 0
    passed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Gate:
    """Lets machines pass. One for each web process; each of `processes` passes its share of the quota."""

    def __init__(self, processes: int = 1) -> None:
        self.processes = processes
        self._known: dict[bytes, _Known] = {}

    def admit(self, key: str, rows: int = 1) -> str:
        """Return the one channel that this key may append to, counting `rows` against its quota.

        Raises:
            KeyUnknown: there is no such key, or it is revoked.
            QuotaReached: the channel has sent its share of this minute.
        """
        now = monotonic()
        digest = digest_of(key)
        known = self._known.get(digest)
        if known is None or known.until < now:
            known = self._look_up(key, digest, known, now)
        if known.channel is None:
            raise KeyUnknown
        minute = int(now // 60)
        with known.lock:
            if known.minute != minute:
                known.minute, known.passed = minute, 0
            if known.passed + rows > max(1, known.per_minute // self.processes):
                raise QuotaReached
            known.passed += rows
        return known.channel

    def _look_up(self, key: str, digest: bytes, before: _Known | None, now: float) -> _Known:
        row = None
        if key.startswith(PREFIX):
            row = ChannelKey.objects.filter(in_force(now_at()), digest=digest).first()
        known = before or _Known(0.0, None, 0)
        known.until = now + REMEMBERED_SECONDS
        known.channel, known.per_minute = (row.channel, row.per_minute) if row else (None, 0)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[digest] = known
        return known
