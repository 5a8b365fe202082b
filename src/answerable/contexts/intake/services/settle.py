"""Write what became of submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.arrays import plain_array, text_array
from answerable.kernel.errors import Conflict

REJECTED = "intake.submission.rejected"
JOINED = "intake.submission.joined"

# The contact is in the vault now, or nobody will need it.
_SETTLE = """
UPDATE intake_submission s SET state = o.state, case_reference = o.case_reference, reason_zh = o.reason_zh,
  reason_en = o.reason_en, settled_at = %(at)s, contact = NULL, error = '', retry_at = NULL, set_aside_at = NULL
FROM unnest(%(id)s::bigint[], %(state)s::text[], %(case)s::text[], %(zh)s::text[], %(en)s::text[])
  AS o (id, state, case_reference, reason_zh, reason_en)
WHERE s.id = o.id AND s.state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one submission. `reason_*` is told to the sender when it is rejected."""

    submission_id: int
    state: SubmissionState
    case_reference: str = ""
    reason_zh: str = ""
    reason_en: str = ""


@transaction.atomic
def settle(*, actor: Actor, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Settle each submission once. Rejecting and joining are journalled here; opening a case is the case's act.

    Raises:
        Conflict: one of them was settled before.
    """
    if not outcomes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            {
                "at": at,
                "id": plain_array(outcome.submission_id for outcome in outcomes),
                "state": text_array(outcome.state.value for outcome in outcomes),
                "case": text_array(outcome.case_reference for outcome in outcomes),
                "zh": text_array(outcome.reason_zh for outcome in outcomes),
                "en": text_array(outcome.reason_en for outcome in outcomes),
            },
        )
        if cursor.rowcount != len(outcomes):
            raise Conflict
    told = [outcome for outcome in outcomes if outcome.state is not SubmissionState.OPENED]
    if told:
        _journal(actor, told, at)


def _journal(actor: Actor, outcomes: Sequence[Outcome], at: datetime) -> None:
    references = dict(
        Submission.objects.filter(id__in=[outcome.submission_id for outcome in outcomes]).values_list(
            "id", "reference"
        )
    )
    ledger.record_many(
        [
            ledger.Entry(
                actor=actor,
                code=REJECTED if outcome.state is SubmissionState.REJECTED else JOINED,
                at=at,
                chain=references[outcome.submission_id],
                pub={"reason": outcome.reason_zh} if outcome.reason_zh else {},
                internal={"case": outcome.case_reference},
            )
            for outcome in outcomes
        ]
    )
