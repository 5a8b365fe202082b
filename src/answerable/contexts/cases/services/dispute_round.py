"""Say that an answer is not good enough."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import RoundDisputed
from answerable.contexts.cases.ids import RoundId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.newest_round import cases_of_rounds
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRound(Step):
    reason: str = ""

    act: ClassVar[Act] = Act.DISPUTE

    def apply(self, work: Work) -> None:
        work.move(RoundState.DISPUTED, words=self.reason)
        work.set_round(disputed_at=work.at)
        work.journal("cases.round.disputed")
        number, unit_id = work.round.number, work.case.unit_id
        work.tell(RoundDisputed(work.case_id, work.round_id, number, unit_id, work.at))


def dispute_round(*, actor: Actor, round_id: RoundId, reason: str, at: datetime) -> None:
    """Note that the resident contests the answer of this round; somebody who did not handle it is to call.

    Raises:
        CaseNotFound, NotPermitted: as `perform`.
        IllegalMove: the round is not answered, or not the newest one.
    """
    case_id = cases_of_rounds([round_id])[round_id]
    perform([DisputeRound(actor=actor, case_id=case_id, at=at, reason=reason)])
