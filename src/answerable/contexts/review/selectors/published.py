"""What was published, version by version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from answerable.contexts.review.domain.estimates.intervals import Interval, newcombe
from answerable.contexts.review.domain.interval import Share, share
from answerable.contexts.review.domain.month import PartCounts, from_plain
from answerable.contexts.review.models import PublishedMonth


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """A part of the bureau's work with its shares.

    `satisfied` and `solved` are of those who answered, their bounds of all that were due; `in_time` is of all due.
    """

    counted: PartCounts
    in_time: Share
    satisfied: Share
    solved: Share

    @property
    def counts(self) -> Mapping[str, int]:
        return self.counted.counts

    def name(self, language: str) -> str:
        part = self.counted.part
        return part.name_en if language.startswith("en") and part.name_en else part.name_zh


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a month."""

    month: date
    version: int
    made_at: datetime
    sha256: str
    why_zh: str
    why_en: str
    parts: Sequence[PublishedPart]
    plain: Sequence[Mapping[str, Any]]

    @property
    def bureau(self) -> PublishedPart | None:
        return next((one for one in self.parts if one.counted.part.by == "bureau"), None)

    def by(self, what: str) -> list[PublishedPart]:
        return [one for one in self.parts if one.counted.part.by == what]

    def why(self, language: str) -> str:
        return self.why_en if language.startswith("en") else self.why_zh


def published_months() -> list[Published]:
    """Return the newest version of every month, the newest month first."""
    rows = PublishedMonth.objects.order_by("-month", "-version")
    newest: dict[date, PublishedMonth] = {}
    for row in rows:
        newest.setdefault(row.month, row)
    return [_published(row) for row in newest.values()]


def published_versions(month: date) -> list[Published]:
    """Return every version of a month, the newest first; none where it was not published."""
    return [_published(row) for row in PublishedMonth.objects.filter(month=month).order_by("-version")]


def all_published() -> list[Published]:
    """Return every version of every month, in their order."""
    return [_published(row) for row in PublishedMonth.objects.order_by("month", "version")]


def change(now: Share, before: Share) -> Interval | None:
    """Return the 95 % interval of a share less an earlier one (Newcombe, 1998); None unless both may be published."""
    if not (now.may_be_published and before.may_be_published):
        return None
    return newcombe(now.count, now.n, before.count, before.n)


def _published(row: PublishedMonth) -> Published:
    return Published(
        month=row.month,
        version=row.version,
        made_at=row.made_at,
        sha256=row.sha256,
        why_zh=row.why_zh,
        why_en=row.why_en,
        parts=[_part(one) for one in from_plain(row.counts)],
        plain=row.counts,
    )


def _part(one: PartCounts) -> PublishedPart:
    counts = one.counts
    return PublishedPart(
        counted=one,
        in_time=share(counts["in_time"], counts["due"], counts["due"]),
        satisfied=share(one.content, counts["answered"], counts["due"]),
        solved=share(counts["solved"], counts["answered"], counts["due"]),
    )
