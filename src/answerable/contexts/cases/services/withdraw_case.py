"""Take a case back, at the resident's wish."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import CaseWithdrawn
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCase(Step):
    reason: str

    act: ClassVar[Act] = Act.WITHDRAW
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        case = work.case
        handler, unit_id = case.handler_post_id, case.unit_id
        work.stop_all()
        work.lapse()
        work.move(RoundState.WITHDRAWN, words=self.reason)
        work.set(closed_at=work.at)
        work.set_round(closed_at=work.at)
        work.journal("cases.case.withdrawn")
        work.tell(CaseWithdrawn(work.case_id, work.round_id, unit_id, handler, work.at))


def withdraw_case(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """End the case because the resident withdraws it. Every clock stops.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
    """
    perform(
        [WithdrawCase(actor=actor, case_id=case_id, at=at, expected_version=expected_version, reason=reason)]
    )
