"""Write down that cases were erased, beside the line of the journal."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.retention.enums import Basis, RequestState
from answerable.contexts.retention.models import Erasure, ErasureRequest, Hold
from answerable.kernel.actor import Actor


@transaction.atomic
def record_erasures(
    *, actor: Actor, erased: Sequence[tuple[cases.CaseId, str]], basis: Basis, at: datetime
) -> None:
    """Keep a row for each; what residents asked is done, and words of requests and of lifted holds go with the case."""
    case_ids = [case_id for case_id, _ in erased]
    Erasure.objects.bulk_create(
        [
            Erasure(case_id=case_id, reference=reference, basis=basis, at=at, by_post_id=actor.post_id)
            for case_id, reference in erased
        ],
        # Erased once more after a restore.
        ignore_conflicts=True,
    )
    Hold.objects.filter(case_id__in=case_ids).update(reason="", lift_reason="")
    asked = ErasureRequest.objects.filter(case_id__in=case_ids)
    asked.filter(state=RequestState.WAITING).update(state=RequestState.DONE, decided_at=at)
    asked.filter(state=RequestState.GRANTED).update(state=RequestState.DONE)
    asked.update(words="", reason="")


@transaction.atomic
def forget_holds(case_ids: Sequence[cases.CaseId], *, at: datetime) -> None:
    """Lift the holds that a backup brought back on cases that were erased after it was taken."""
    Hold.objects.filter(case_id__in=case_ids, lifted_at=None).update(lifted_at=at)
