"""Let a submission that had joined a case wait again: it was another matter after all."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.intake.services.claim_submissions import Claimed, claim_one
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound

SEPARATED = "intake.submission.separated"


@transaction.atomic
def take_apart(*, actor: Actor, reference: str, case_reference: str, at: datetime) -> Claimed:
    """Put it back among the waiting, locked for whoever opens its own case in the same transaction.

    Its contact is gone from here: it is that of the case that it had joined, if it had one.

    Raises:
        NotFound: no submission of this reference has joined that case.
    """
    changed = Submission.objects.filter(
        reference=reference, state=SubmissionState.JOINED, case_reference=case_reference
    ).update(state=SubmissionState.WAITING, case_reference="", settled_at=None)
    claimed = claim_one(reference) if changed else None
    if claimed is None:
        raise NotFound
    ledger.record(actor=actor, code=SEPARATED, at=at, chain=reference, internal={"case": case_reference})
    return claimed
