"""Take a submission out of a case that it has joined: it was another matter after all."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, JoinRule
from answerable.contexts.cases.errors import NothingPending
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.selectors.joined import joined_to
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateSubmission(Step):
    submission: str
    reason: str

    act: ClassVar[Act] = Act.SEPARATE

    def apply(self, work: Work) -> None:
        reason = required("reason", self.reason)
        if self.submission not in {one.submission for one in joined_to(work.case_id)}:
            raise NothingPending
        work.move(words=reason, facts={"submission": self.submission})
        work.set(joined=work.case.joined - 1)
        work.journal("cases.submission.separated", pub={"submission": self.submission})


def separate_submission(
    *,
    actor: Actor,
    case_id: CaseId,
    submission: str,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> int | None:
    """Note that the submission does not belong here any more, and return whose contact it came with, if any.

    Whoever calls opens a case of its own for it in the same transaction (processes/separate_submission.py).

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        NothingPending: it has not joined this case.
        Invalid: no reason is given.
    """
    joined = {one.submission: one for one in joined_to(case_id)}
    perform(
        [
            SeparateSubmission(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                submission=submission,
                reason=reason,
            )
        ]
    )
    one = joined[submission]
    return one.party_id if one.rule is JoinRule.CONTACT else None
