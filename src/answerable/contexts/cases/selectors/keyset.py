"""Pages by the place of the last row, so that a page costs the same however far down it is and never skips or repeats.

Lists by deadline put what has none last: first the dated rows in order, then the others by age.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from answerable.contexts.cases.models import Case


@dataclass(frozen=True, slots=True)
class Place:
    """Where the last page ended: the date of its last row (None among those without) and its key."""

    at: datetime | None
    key: int

    def write(self) -> str:
        raw = json.dumps([self.at.isoformat() if self.at else None, self.key])
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, cursor: str | None) -> "Place | None":
        """Read a cursor; one that is damaged begins at the top."""
        if not cursor:
            return None
        try:
            at, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            return cls(datetime.fromisoformat(at) if at else None, int(key))
        except (ValueError, TypeError, binascii.Error):
            return None


def newest(cases: "QuerySet[Case]", field: str, after: Place | None) -> "QuerySet[Case]":
    """Order by a date that every row has, the newest first."""
    if after is not None and after.at is not None:
        cases = cases.filter(
            Q(**{f"{field}__lte": after.at}) & (Q(**{f"{field}__lt": after.at}) | Q(pk__lt=after.key))
        )
    return cases.order_by(F(field).desc(), "-pk")


def dated(cases: "QuerySet[Case]", after: Place | None) -> "QuerySet[Case] | None":
    """Return those with a deadline in order, or None when they have all been shown."""
    if after is not None and after.at is None:
        return None
    cases = cases.filter(due_at__isnull=False)
    if after is not None:
        cases = cases.filter(Q(due_at__gte=after.at) & (Q(due_at__gt=after.at) | Q(pk__gt=after.key)))
    return cases.order_by("due_at", "pk")


def undated(cases: "QuerySet[Case]", after: Place | None) -> "QuerySet[Case]":
    """Return those without a deadline, the oldest first."""
    cases = cases.filter(due_at__isnull=True)
    if after is not None and after.at is None:
        cases = cases.filter(pk__gt=after.key)
    return cases.order_by("pk")
