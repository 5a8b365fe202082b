"""When a look is told. No Django.

Telling later needs a reason and an end; nothing is ever withheld for good, and that something is told later is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# For one decision, and for one look however many decisions there are.
LONGEST_TERM = timedelta(days=30)
LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Deferred:
    """Looks of a unit that were made since then are told after `until`."""

    unit_id: int
    since: datetime
    until: datetime


def told_at(looked_at: datetime, unit_id: int, deferrals: Iterable[Deferred]) -> datetime:
    """Return when a look is told: at once, or when the last deferral over it ends, after 90 days at most."""
    ends = [one.until for one in deferrals if one.unit_id == unit_id and one.since < looked_at < one.until]
    return min(max(ends, default=looked_at), looked_at + LONGEST)


def last_end(deferrals: Iterable[Deferred], at: datetime) -> datetime | None:
    """Return by when everything that is withheld now is told; None if nothing may be."""
    return max((one.until for one in deferrals if one.until > at), default=None)
