"""End rounds that need no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import RoundClosed
from answerable.contexts.cases.ids import RoundId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.newest_round import cases_of_rounds
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRound(Step):
    why: str = ""

    act: ClassVar[Act] = Act.CLOSE

    def apply(self, work: Work) -> None:
        work.stop_all()
        work.move(RoundState.CLOSED, words=self.why)
        work.set(closed_at=work.at)
        work.set_round(closed_at=work.at)
        work.journal("cases.round.closed")
        number, unit_id = work.round.number, work.case.unit_id
        work.tell(RoundClosed(work.case_id, work.round_id, number, unit_id, work.at))


def close_rounds(*, actor: Actor, round_ids: Sequence[RoundId], why: str, at: datetime) -> None:
    """Close these rounds and with them their cases: the resident is satisfied, was refused for good, or let it rest.

    Raises:
        CaseNotFound, NotPermitted: as `perform`.
        IllegalMove: a round is not answered, or not the newest one.
    """
    cases = cases_of_rounds(round_ids)
    perform([CloseRound(actor=actor, case_id=cases[round_id], at=at, why=why) for round_id in round_ids])
