"""Hand a round on to another unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import RoundDispatched
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.permissions import HANDING_ON
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.sending import send_to
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Step):
    unit_id: int
    reason: str = ""

    act: ClassVar[Act] = Act.TRANSFER
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        before = work.case.unit_id
        self._require_reach(work)
        sender = self.actor.unit_id if self.actor.unit_id is not None else work.case.desk_unit_id
        if work.state is RoundState.ASKING:
            work.resume()
        work.lapse()
        send_to(work, self.unit_id, sender_unit_id=sender)
        work.move(RoundState.DISPATCHED, words=self.reason, facts={"unit": [before, self.unit_id]})
        work.start(ClockKind.SIGN_FOR, work.signing_subject)
        work.journal("cases.round.transferred", internal={"from": before, "to": self.unit_id})
        work.tell(
            RoundDispatched(work.case_id, work.round_id, work.round.number, self.unit_id, before, work.at)
        )

    def _require_reach(self, work: Work) -> None:
        if not self.actor.is_system and self.unit_id not in self.actor.reach(HANDING_ON):
            raise NotPermitted


def transfer(
    *,
    actor: Actor,
    case_id: CaseId,
    unit_id: int,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Hand the round on to another unit in the actor's reach. The answer stays due when it was.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        UnitIsWalled, UnitIsClosed: the case must not or cannot go there.
    """
    perform(
        [
            Transfer(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                unit_id=unit_id,
                reason=reason,
            )
        ]
    )
