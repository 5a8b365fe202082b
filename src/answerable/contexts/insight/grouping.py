"""Find the issues in a file of messages: which tell of the same matter in the same place, and how hot it is."""

import csv
import gzip
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from answerable.contexts.insight.domain.likeness import Read, neighbours, read
from answerable.contexts.insight.domain.linkage import cluster
from answerable.contexts.insight.domain.places import places
from answerable.contexts.insight.errors import SeriesFault

HALVED_AFTER_DAYS = 60
TERMS, MOST_PLACES = 6, 20
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D+(\d{1,2}):(\d{1,2}))?")


@dataclass(frozen=True)
class Message:
    """One row of the file; ``received_at`` is None where its date cannot be read."""

    id: str
    title: str
    detail: str
    received_at: datetime | None
    likes: int


class FoundIssue(NamedTuple):
    """One issue: its members by id, telling terms, commonest place, first and last day, heat."""

    issue: int
    size: int
    members: list[str]
    terms: list[str]
    place: str | None
    first: str | None
    last: str | None
    heat: float


def read_messages(path: Path) -> list[Message]:
    """Read a CSV or CSV.GZ with id,title,detail,received_at and, where known, likes.

    Raises:
        SeriesFault: a column is missing.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"id", "title", "detail", "received_at"} - set(reader.fieldnames or ())
        if missing:
            raise SeriesFault(f"The file has no column {', '.join(sorted(missing))}.")
        return [
            Message(
                row["id"], row["title"], row["detail"], _moment(row["received_at"]), _count(row.get("likes"))
            )
            for row in reader
        ]


def _moment(text: str) -> datetime | None:
    found = _DATE.search(text or "")
    if not found:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def find_issues(messages: Sequence[Message], *, at_least: int = 2) -> list[FoundIssue]:
    """Group the messages; the hottest first, and none smaller than ``at_least``."""
    if not messages:
        return []
    known = read([message.title for message in messages], [message.detail for message in messages])
    groups = [group for group in cluster(neighbours(known.rows)) if len(group) >= at_least]
    moments = [message.received_at for message in messages if message.received_at]
    newest = max(moments, default=None)
    told = [_told(group, messages, known, newest) for group in groups]
    told.sort(key=lambda issue: (-issue.heat, issue.members))
    return [issue._replace(issue=number) for number, issue in enumerate(told, start=1)]


def _told(group: list[int], messages: Sequence[Message], known: Read, newest: datetime | None) -> FoundIssue:
    members = [messages[at] for at in group]
    days = sorted(message.received_at for message in members if message.received_at)
    return FoundIssue(
        issue=0,
        size=len(members),
        members=[message.id for message in members],
        terms=_terms(group, known),
        place=_place([message.title + "。" + message.detail for message in members]),
        first=days[0].date().isoformat() if days else None,
        last=days[-1].date().isoformat() if days else None,
        heat=round(sum(_weight(message, newest) for message in members), 3),
    )


def _place(texts: list[str]) -> str | None:
    """The place that most of the texts name, the longer of two; none where only one text names it."""
    found = Counter(name for text in texts for name in places(text))
    named = {name: sum(name in text for text in texts) for name, _ in found.most_common(MOST_PLACES)}
    best = max(named, key=lambda name: (named[name], len(name)), default=None)
    return best if best and named[best] > 1 else None


def _weight(message: Message, newest: datetime | None) -> float:
    """What one message adds: 1 + ln(1 + likes), halved for every 60 days before the newest message of the file."""
    if message.received_at is None or newest is None:
        return 0.0
    age = (newest - message.received_at).days
    return float((1 + math.log1p(message.likes)) * 0.5 ** (age / HALVED_AFTER_DAYS))


def _terms(group: list[int], known: Read) -> list[str]:
    """The weightiest grams of the group, those that run into one another put together."""
    weight = np.asarray(known.rows[group].sum(axis=0)).ravel()
    kept: list[str] = []
    for at in np.argsort(-weight, kind="stable")[: 4 * TERMS]:
        if weight[at] > 0:
            _put(kept, known.terms[at])
    return kept[:TERMS]


def _put(kept: list[str], term: str) -> None:
    if any(term in other for other in kept):
        return
    for at, other in enumerate(kept):
        if len(term) > 2 and other.endswith(term[:-1]):
            kept[at] = other + term[-1]
            return
        if len(term) > 2 and other.startswith(term[1:]):
            kept[at] = term[0] + other
            return
    kept[:] = [other for other in kept if other not in term] + [term]
