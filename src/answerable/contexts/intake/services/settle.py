"""Write what became of submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.intake.enums import SubmissionState
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one submission. `reason_*` is told to the sender when it is rejected."""

    submission_id: int
    state: SubmissionState
    case_reference: str = ""
    reason_zh: str = ""
    reason_en: str = ""


def settle(*, actor: Actor, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Settle each submission once; rejecting and joining are journalled on the submission's chain."""
    raise NotImplementedError
