"""Leave a round where it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, AskKind, AskState, RoundState
from answerable.contexts.cases.events import ReturnRefused
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseReturn(Step):
    reason: str

    act: ClassVar[Act] = Act.REFUSE_RETURN
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        reason = required("reason", self.reason)
        work.decide(work.pending(AskKind.RETURN), AskState.REFUSED, reason)
        signed = work.round.signed_at is not None
        work.move(RoundState.HANDLING if signed else RoundState.DISPATCHED, words=reason)
        work.journal("cases.return.refused")
        unit_id = work.case.unit_id or work.case.desk_unit_id
        work.tell(ReturnRefused(work.case_id, work.round_id, unit_id, work.at))


def refuse_return(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Tell the unit that the round is its own.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: no reason is given.
        NothingPending: no return was asked for.
    """
    perform(
        [RefuseReturn(actor=actor, case_id=case_id, at=at, expected_version=expected_version, reason=reason)]
    )
