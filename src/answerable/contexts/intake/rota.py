"""The day at the hotline as spans of time: how long one may sit, and when nobody is planned."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# Nobody sits longer; a shift that nobody has ended is over then.
LONGEST = timedelta(hours=16)

Span = tuple[datetime, datetime]


def uncovered(spans: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """Return the stretches between two moments that no span covers, in their order."""
    gaps = []
    reached = since
    for begins, ends in sorted(spans):
        if begins >= until:
            break
        if begins > reached:
            gaps.append((reached, begins))
        reached = max(reached, ends)
    if reached < until:
        gaps.append((reached, until))
    return gaps
