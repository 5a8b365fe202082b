"""Earlier cases of whoever is on the telephone. There is no list of callers, and no search by person."""

from datetime import datetime

from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.selectors.rows import read_rows
from answerable.contexts.cases.views import CaseRow
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor

MOST = 20


def cases_of_caller(actor: Actor, phone: str, at: datetime) -> tuple[CaseRow, ...]:
    """Return the newest cases that were told from this number and that the actor may see."""
    party_ids = parties.find_by_phone(phone)
    if not party_ids:
        return ()
    cases = Case.objects.filter(visible(actor), party__in=party_ids, received_at__lte=at)
    return tuple(read_rows(cases.order_by("-received_at", "-id")[:MOST]))
