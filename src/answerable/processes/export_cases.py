"""Write the cases of a list into a file: what the actor may see at this moment, and nobody's name or number."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseFilter, CaseRow
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.table_files import Cell, Form, write_rows

PAGE = 1000


def export_cases(
    *, actor: Actor, narrowed: CaseFilter, form: Form, language: str, target: BinaryIO, at: datetime
) -> int:
    """Write one row for each case, titles and places masked; return how many. Asking for it is recorded, and each
    resident reads that a list with the own case was taken out.

    Scope and walls are asked again for every page of a thousand rows.
    """
    with translation.override(language):
        by_machine = form is Form.JSON_LINES
        header = FIELDS if by_machine else _header()
        written = write_rows(form, header, _rows(actor, narrowed, at, coded=by_machine), target)
    ledger.record(
        actor=actor, code="cases.list.exported", at=at, internal={"rows": written, "form": str(form)}
    )
    return written


# What a machine calls the columns, in their order; for it kind, state and channel are codes.
FIELDS = (
    "reference",
    "title",
    "topic",
    "topic_name",
    "kind",
    "state",
    "round",
    "unit",
    "unit_name",
    "channel",
    "place",
    "area",
    "urgent",
    "received_at",
    "due_at",
    "answered_at",
    "closed_at",
)


def _header() -> list[str]:
    return [
        _("Reference"),
        _("Title"),
        _("Topic code"),
        _("Topic"),
        _("Kind"),
        _("State"),
        _("Round"),
        _("Unit code"),
        _("Unit"),
        _("Channel"),
        _("Place"),
        _("Area"),
        _("Urgent"),
        _("Received"),
        _("Due"),
        _("Answered"),
        _("Closed"),
    ]


def _rows(actor: Actor, narrowed: CaseFilter, at: datetime, *, coded: bool) -> Iterator[list[Cell]]:
    cursor: str | None = None
    while True:
        page = cases.list_cases(actor, narrowed, at, cursor=cursor, limit=PAGE, with_count=False)
        ledger.record_accesses(
            actor=actor,
            chains=[row.reference for row in page.rows],
            kind=ledger.AccessKind.LISTED,
            ground=ledger.Ground.EXPORTS,
            at=at,
        )
        for row in page.rows:
            yield _row(row, _code if coded else _label)
        cursor = page.next_cursor
        if cursor is None:
            return


def _row(row: CaseRow, said: Callable[[TextChoices], str]) -> list[Cell]:
    units, areas, topics = organisation.units(), organisation.areas(), cases.topics()
    unit = units.get(row.unit_id) if row.unit_id is not None else None
    return [
        row.reference,
        row.title,
        row.topic_code,
        topics.name(row.topic_code) if row.topic_code else "",
        said(row.kind),
        said(row.state),
        row.round_no,
        unit.code if unit else "",
        unit.name() if unit else "",
        said(row.channel),
        row.place,
        areas.name(row.area_id) if row.area_id is not None else "",
        row.urgent,
        _local(row.received_at),
        _local(row.due_at),
        _local(row.answered_at),
        _local(row.closed_at),
    ]


def _code(word: TextChoices) -> str:
    return str(word.value)


def _label(word: TextChoices) -> str:
    return str(word.label)


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at is not None else None
