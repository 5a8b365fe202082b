"""What dispatch learns from and rehearses with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.cases.enums import Kind, RoundState, Sensitive
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Case


@dataclass(frozen=True, slots=True)
class LabelledText:
    """What a closed case says and what it was about in the end."""

    case_id: CaseId
    title: str
    text: str
    topic_code: str
    kind: Kind
    bundle_id: int | None


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """What the catalogue looks at."""

    case_id: CaseId
    reference: str
    topic_code: str
    kind: Kind
    area_id: int | None
    unit_id: int | None
    walled_units: tuple[int, ...]


def labelled_texts(*, limit: int) -> list[LabelledText]:
    """Return the newest closed cases with a topic, to learn from.

    Nothing behind a wall and nothing about the police's own conduct is ever learnt from (T3).
    """
    rows = Case.objects.filter(is_open=False, erased_at=None, walled_persons=[], walled_units=[])
    rows = rows.exclude(topic_code="").exclude(sensitive=Sensitive.OFFICER)
    rows = rows.exclude(state=RoundState.WITHDRAWN).order_by("-closed_at", "-id")
    fields = ("id", "title", "text", "topic_code", "kind", "bundle_id")
    return [
        LabelledText(CaseId(key), title, text, topic, Kind(kind), bundle)
        for key, title, text, topic, kind, bundle in rows.values_list(*fields)[:limit]
    ]


def placed_cases(*, since: datetime, until: datetime) -> Iterator[PlacedCase]:
    """Yield the cases received in [since, until), oldest first; whoever shows them asks for scope first."""
    rows = Case.objects.filter(received_at__gte=since, received_at__lt=until).order_by("received_at", "id")
    fields = ("id", "reference", "topic_code", "kind", "area_id", "unit_id", "walled_units")
    for key, reference, topic, kind, area, unit, walled in rows.values_list(*fields).iterator(2000):
        yield PlacedCase(CaseId(key), reference, topic, Kind(kind), area, unit, tuple(walled))
