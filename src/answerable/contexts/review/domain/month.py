"""The figures of a month: counts of every step from an answered round to a rating, for the bureau and parts of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

# In the order of the way that a round goes; each is a part of one before it.
STEPS = (
    "due",
    "in_time",
    "invited",
    "delivered",
    "answered",
    "silent",
    "ended",
    "satisfied",
    "basically",
    "dissatisfied",
    "solved",
    "partly",
    "not_solved",
    "visits",
    "upheld",
)


class Part(NamedTuple):
    """A part of the bureau's work: all of it, or that of a unit, a topic, a channel."""

    by: str
    code: str
    name_zh: str
    name_en: str


class PartCounts(NamedTuple):
    """A part with its counts by step."""

    part: Part
    counts: Mapping[str, int]

    @property
    def content(self) -> int:
        """Satisfied or basically satisfied."""
        return self.counts["satisfied"] + self.counts["basically"]


def add_up(cells: Iterable[tuple[Iterable[Part], Mapping[str, int]]]) -> list[PartCounts]:
    """Add cells up in each part that they belong to; parts keep the order in which they first appear."""
    found: dict[Part, Counter[str]] = {}
    for parts, counts in cells:
        for part in parts:
            found.setdefault(part, Counter()).update(counts)
    return [PartCounts(part, {step: counts[step] for step in STEPS}) for part, counts in found.items()]


def as_plain(parts: Iterable[PartCounts]) -> list[dict[str, Any]]:
    """Return what is kept: plain JSON without floats, so that its digest can be computed by anybody."""
    return [{**one.part._asdict(), **one.counts} for one in parts]


def from_plain(plain: Iterable[Mapping[str, Any]]) -> list[PartCounts]:
    """Read it again."""
    return [
        PartCounts(
            Part(*(str(one[name]) for name in Part._fields)), {step: int(one.get(step, 0)) for step in STEPS}
        )
        for one in plain
    ]


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return first_of(month + timedelta(days=31))
