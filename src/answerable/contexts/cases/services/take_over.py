"""Do it oneself, as a leader above."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import CaseTakenOver
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.sending import check_unit, send_to
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver(Step):
    reason: str

    act: ClassVar[Act] = Act.TAKE_OVER
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        before = work.case.unit_id
        unit_id = self.actor.unit_id if self.actor.unit_id is not None else work.case.desk_unit_id
        check_unit(work, unit_id)
        fresh = work.round.dispatched_at is None
        if work.state is RoundState.ASKING:
            work.resume()
        work.lapse()
        send_to(work, unit_id, sender_unit_id=work.case.desk_unit_id)
        work.move(RoundState.HANDLING, words=self.reason, facts={"unit": [before, unit_id]})
        work.set(handler_post_id=self.actor.post_id)
        work.set_round(handler_post_id=self.actor.post_id, signed_at=work.at)
        if fresh:
            work.stop(ClockKind.ACKNOWLEDGE)
            work.start(ClockKind.FIRST_CONTACT)
            work.start(ClockKind.ANSWER)
        work.journal("cases.round.taken_over", internal={"from": before, "to": unit_id})
        work.tell(CaseTakenOver(work.case_id, work.round_id, before, unit_id, work.at))


def take_over(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take the round to the actor's own unit and post. Its clocks go on.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        UnitIsWalled: the case complains of the actor's unit.
    """
    perform(
        [
            TakeOver(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                reason=reason,
            )
        ]
    )
