"""Say that a round is with the wrong unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, AskKind, RoundState
from answerable.contexts.cases.events import ReturnAsked
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReturn(Step):
    reason: str

    act: ClassVar[Act] = Act.ASK_RETURN
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        reason = required("reason", self.reason)
        work.move(RoundState.RETURNING, words=reason)
        work.ask(AskKind.RETURN, reason)
        work.journal("cases.return.asked")
        sender = work.round.sender_unit_id or work.case.desk_unit_id
        unit_id = work.case.unit_id or work.case.desk_unit_id
        work.tell(ReturnAsked(work.case_id, work.round_id, unit_id, sender, work.at))


def ask_return(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Ask the sender to take the round back. Its clocks go on.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: no reason is given.
    """
    perform(
        [AskReturn(actor=actor, case_id=case_id, at=at, expected_version=expected_version, reason=reason)]
    )
