"""Rows of the cases that a page has named by their references."""

from collections.abc import Iterable

from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.selectors.rows import read_rows
from answerable.contexts.cases.views import CaseRow
from answerable.kernel.actor import Actor

MOST = 200


def rows_by_reference(actor: Actor, references: Iterable[str]) -> list[CaseRow]:
    """Return those of the cases that the actor may know of, at most 200; the others are as if they were not."""
    wanted = list(dict.fromkeys(references))[:MOST]
    cases = Case.objects.filter(visible(actor), reference__in=wanted).order_by("id")
    return read_rows(cases) if wanted else []
