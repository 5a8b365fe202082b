"""Reads of the ledger."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.fields.json import KeyTextTransform

from answerable.contexts.ledger.enums import AccessKind, Ground
from answerable.contexts.ledger.models import AccessRecord, JournalLeaf, JournalLine


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chain with its public part, None once that was erased."""

    case_seq: int
    at: datetime
    code: str
    leaf_hash: bytes
    pub: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Access:
    """A look. `unit_id` is None in the oldest records, which did not keep it."""

    at: datetime
    kind: AccessKind
    post_id: int
    reason: str
    ground: Ground = Ground.STATED
    unit_id: int | None = None


def lines_of(chain: str) -> list[Line]:
    """Return the lines of a matter, in order."""
    rows = (
        JournalLine.objects.filter(chain=chain, case_seq__isnull=False)
        .order_by("case_seq")
        .values_list("case_seq", "at", "code", "leaf_hash", "opening__pub")
    )
    return [Line(seq or 0, at, code, bytes(leaf), pub) for seq, at, code, leaf, pub in rows]


def first_leaves(chains: Collection[str]) -> dict[str, bytes]:
    """Return the leaf hash of each chain's first line."""
    rows = JournalLine.objects.filter(chain__in=chains, case_seq=1).values_list("chain", "leaf_hash")
    return {chain: bytes(leaf) for chain, leaf in rows}


def accesses_of(chain: str) -> list[Access]:
    """Return who of the staff looked at a matter, newest first."""
    rows = AccessRecord.objects.filter(chain=chain).order_by("-at", "-id")
    return [
        Access(row.at, AccessKind(row.kind), row.post_id, row.reason, Ground(row.ground), row.unit_id)
        for row in rows
    ]


def count_lines(code: str, *, by: str, since: datetime, until: datetime) -> dict[str, int]:
    """Count the lines of a code in a stretch of time by a value of their internal part ("" once that was erased)."""
    rows = (
        JournalLine.objects.filter(code=code, at__gte=since, at__lt=until)
        .values_list(KeyTextTransform(by, "opening__internal"))
        .annotate(lines=Count("id"))
    )
    return {value or "": lines for value, lines in rows}


def first_leaf_since(at: datetime) -> int:
    """Return the place of the first numbered line since then, or the place that the next one will have."""
    first = JournalLeaf.objects.filter(line__at__gte=at).aggregate(first=Min("index"))["first"]
    return _size() if first is None else int(first)


def chains_numbered(*, since: int) -> tuple[set[str], int]:
    """Return the matters in which something has happened after their receipt, by lines numbered from `since` on.

    With them the place from which to ask the next time; lines are numbered once and without a gap, so none is missed.
    """
    upto = _size()
    rows = JournalLine.objects.filter(leaf__index__gte=since, leaf__index__lt=upto, case_seq__gt=1)
    return set(rows.values_list("chain", flat=True)), upto


def _size() -> int:
    last = JournalLeaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1
