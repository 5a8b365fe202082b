"""Take up that a resident wants the own matter erased."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.retention.errors import AskedAlready, CaseStillOpen, NotFound
from answerable.contexts.retention.models import ErasureRequest
from answerable.contexts.retention.selectors import OPEN_STATES
from answerable.kernel.actor import Actor
from answerable.kernel.text import clean

# Personal information protection laws ask for an answer in time, some within a month; a bureau may be quicker.
DECIDED_WITHIN = timedelta(days=30)


@transaction.atomic
def ask_erasure(*, actor: Actor, case_id: cases.CaseId, words: str, at: datetime) -> None:
    """Ask that the case be erased. Somebody who handles no case decides.

    Raises:
        NotFound: it is not the resident's case.
        CaseStillOpen: the bureau still works on it; it can be withdrawn first.
        AskedAlready: a wish about this case waits, or it is erased.
    """
    if actor.case_id != case_id:
        raise NotFound
    standing = cases.lock_standing(case_id)
    if standing.is_open:
        raise CaseStillOpen
    if standing.erased or ErasureRequest.objects.filter(case_id=case_id, state__in=OPEN_STATES).exists():
        raise AskedAlready
    ErasureRequest.objects.create(
        case_id=case_id, words=clean(words)[:1000], asked_at=at, due_at=at + DECIDED_WITHIN
    )
    ledger.record(actor=actor, code="retention.erasure.asked", at=at, chain=standing.reference, pub={})
