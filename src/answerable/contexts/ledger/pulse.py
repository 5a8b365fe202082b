"""How the journal fares: what is sealed, what waits and for how long, and what went wrong in sealing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from answerable.contexts.ledger.published import Trouble
from answerable.contexts.ledger.services.number_lines import tree_size
from answerable.contexts.ledger.tree import Shown, newest_checkpoint, published

# Lines get their keys in another order than their transactions end. Further back than this nothing is looked for:
# figures are asked for every few seconds, and the audit asks for everything.
LOOK_BACK = 10_000
MOST = 100_000

_WAITING = """
SELECT count(*) FROM (
  SELECT FROM ledger_journalline l
  WHERE l.id > coalesce((SELECT line_id FROM ledger_journalleaf
                         WHERE line_id IS NOT NULL ORDER BY line_id DESC LIMIT 1), 0) - %s
  AND NOT EXISTS (SELECT FROM ledger_journalleaf f WHERE f.line_id = l.id) LIMIT %s
) waiting
"""
_FIRST = "SELECT at FROM ledger_journalline ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Pulse:
    """Counts of leaves and lines. `shown` is the size of the checkpoint in the folder that the world reads."""

    numbered: int
    waiting: int
    newest: Shown | None
    shown: int
    since: datetime | None
    troubles: dict[str, Trouble]

    @property
    def sealed(self) -> int:
        return self.newest.size if self.newest else 0

    @property
    def unsealed(self) -> int:
        """Lines that no checkpoint covers: those without a place, and those whose checkpoint is not signed."""
        return self.waiting + self.numbered - self.sealed

    def behind(self, at: datetime) -> float:
        """Return for how many seconds a line may have waited; 0 when none does."""
        if not self.unsealed or self.since is None:
            return 0.0
        return max(0.0, (at - self.since).total_seconds())


def pulse() -> Pulse:
    """Look at the journal quickly. More than 100,000 waiting lines are not counted."""
    newest, folder = newest_checkpoint(), published()
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [LOOK_BACK, MOST])
        [(waiting,)] = cursor.fetchall()
        cursor.execute(_FIRST)
        first = cursor.fetchone()
    latest = folder.latest()
    return Pulse(
        numbered=tree_size(),
        waiting=int(waiting),
        newest=newest,
        shown=latest.size if latest else 0,
        since=newest.at if newest else first[0] if first else None,
        troubles=folder.troubles(),
    )
