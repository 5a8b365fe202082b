"""From rows of the table to what lists show."""

from collections.abc import Iterable
from functools import partial

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Channel, Kind, RoundState, Sensitive
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.views import CaseRow
from answerable.contexts.parties import api as parties

EXCERPT = 80
_FIELDS = (
    "id",
    "reference",
    "version",
    "kind",
    "title",
    "topic_code",
    "sensitive",
    "channel",
    "language",
    "place",
    "area_id",
    "state",
    "is_open",
    "round_no",
    "desk_unit_id",
    "unit_id",
    "handler_post_id",
    "received_at",
    "due_at",
    "answered_at",
    "closed_at",
    "urgent",
    "extension_asked",
    "bundle_id",
    "erased_at",
    "confidential",
)
ERASED = _("(erased)")


def read_rows(cases: "QuerySet[Case]") -> list[CaseRow]:
    """Read list rows, without the wide columns but the beginning of the text."""
    found = cases.annotate(excerpt=Substr("text", 1, EXCERPT)).values(*_FIELDS, "excerpt")
    return [_row(values) for values in found]


def _row(values: dict[str, object]) -> CaseRow:
    fields = dict(values)
    erased = fields.pop("erased_at") is not None
    hide = partial(parties.mask_text, wholly=bool(fields.pop("confidential")))
    return CaseRow(
        case_id=CaseId(int(str(fields.pop("id")))),
        kind=Kind(str(fields.pop("kind"))),
        sensitive=Sensitive(str(fields.pop("sensitive"))),
        channel=Channel(str(fields.pop("channel"))),
        state=RoundState(str(fields.pop("state"))),
        title=title_of(hide(str(fields.pop("title"))), erased=erased),
        excerpt=hide(str(fields.pop("excerpt"))),
        place=hide(str(fields.pop("place"))),
        in_bundle=fields.pop("bundle_id") is not None,
        **fields,  # type: ignore[arg-type]
    )


def title_of(title: str, *, erased: bool) -> str:
    """Return what to call a case; one whose words are gone is still called something."""
    return str(ERASED) if erased else title


def rows_of(case_ids: Iterable[int]) -> dict[int, CaseRow]:
    """Return list rows of cases whose visibility has been asked for already."""
    return {row.case_id: row for row in read_rows(Case.objects.filter(id__in=list(case_ids)))}
