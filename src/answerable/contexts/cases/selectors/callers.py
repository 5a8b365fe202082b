"""Earlier cases of whoever is on the telephone. There is no list of callers, and no search by person."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.confidence import known_sender
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.selectors.rows import read_rows
from answerable.contexts.cases.views import CaseRow
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor

MOST = 20


@transaction.atomic
def cases_of_caller(actor: Actor, phone: str, at: datetime) -> tuple[CaseRow, ...]:
    """Return the newest cases that were told from this number and that the actor may see, and may know whose they are.

    That a number leads to a matter says whose it is, so each matter that is shown keeps a record of it.
    """
    party_ids = parties.find_by_phone(phone)
    if not party_ids:
        return ()
    cases = Case.objects.filter(
        visible(actor) & known_sender(actor), party__in=party_ids, received_at__lte=at
    )
    rows = tuple(read_rows(cases.order_by("-received_at", "-id")[:MOST]))
    ledger.record_accesses(
        actor=actor,
        chains=[row.reference for row in rows],
        kind=ledger.AccessKind.CALLER,
        ground=ledger.Ground.CALLED,
        at=at,
    )
    return rows
