"""Take a round back from a unit that it does not belong to."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, AskKind, AskState, RoundState
from answerable.contexts.cases.events import RoundDispatched, RoundReturned
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.sending import send_to, take_back
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveReturn(Step):
    reason: str
    unit_id: int | None = None

    act: ClassVar[Act] = Act.APPROVE_RETURN
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        ask = work.pending(AskKind.RETURN)
        before = work.case.unit_id or work.case.desk_unit_id
        work.decide(ask, AskState.APPROVED, self.reason)
        if self.unit_id is None:
            take_back(work)
            work.move(RoundState.TRIAGE, words=self.reason, facts={"unit": [before, None]})
        else:
            self._send_on(work, before, self.unit_id)
        work.journal("cases.return.approved", internal={"from": before, "to": self.unit_id})
        work.tell(RoundReturned(work.case_id, work.round_id, before, self.unit_id, work.at))

    def _send_on(self, work: Work, before: int, unit_id: int) -> None:
        sender = work.round.sender_unit_id or work.case.desk_unit_id
        work.lapse()
        send_to(work, unit_id, sender_unit_id=sender)
        work.move(RoundState.DISPATCHED, words=self.reason, facts={"unit": [before, unit_id]})
        work.start(ClockKind.SIGN_FOR, work.signing_subject)
        work.tell(RoundDispatched(work.case_id, work.round_id, work.round.number, unit_id, before, work.at))


def approve_return(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    unit_id: int | None = None,
    expected_version: int | None = None,
) -> None:
    """Send the round to another unit, or back to the desk without one. The answer stays due when it was.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        UnitIsWalled, UnitIsClosed: the case must not or cannot go to that unit.
        NothingPending: no return was asked for.
    """
    perform(
        [
            ApproveReturn(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                reason=reason,
                unit_id=unit_id,
            )
        ]
    )
