"""Send cases from the desk to the units that are to answer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from answerable.contexts.cases.enums import Act, Kind, RoundState
from answerable.contexts.cases.events import RoundDispatched
from answerable.contexts.cases.facts import DispatchOrder
from answerable.contexts.cases.services.correct_case import set_facts
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.sending import send_to
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Step):
    """Topic, kind and area None leave them as they are."""

    unit_id: int
    topic_code: str | None = None
    kind: Kind | None = None
    area_id: int | None = None
    reason_zh: str = ""
    reason_en: str = ""

    act: ClassVar[Act] = Act.DISPATCH

    def apply(self, work: Work) -> None:
        changed = set_facts(work, topic_code=self.topic_code, kind=self.kind, area_id=self.area_id)
        reasons = {"reason_zh": self.reason_zh, "reason_en": self.reason_en}
        facts: dict[str, Any] = {**changed, **{name: text for name, text in reasons.items() if text}}
        facts["unit"] = [work.case.unit_id, self.unit_id]
        send_to(work, self.unit_id, sender_unit_id=work.case.desk_unit_id)
        work.move(RoundState.DISPATCHED, facts=facts)
        work.stop(ClockKind.ACKNOWLEDGE)
        work.start(ClockKind.SIGN_FOR, work.signing_subject)
        work.start(ClockKind.FIRST_CONTACT)
        work.start(ClockKind.ANSWER)
        work.journal("cases.round.dispatched", internal={"unit": self.unit_id, **reasons}, with_due=True)
        work.tell(
            RoundDispatched(work.case_id, work.round_id, work.round.number, self.unit_id, None, work.at)
        )


def dispatch_cases(*, actor: Actor, orders: Sequence[DispatchOrder], at: datetime) -> None:
    """Dispatch each case to its unit; the clocks of signing, first contact and answer start.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        UnitIsWalled: the case complains of the unit.
        UnitIsClosed: the unit is closed or unknown.
    """
    perform(
        [
            Dispatch(
                actor=actor,
                case_id=order.case_id,
                at=at,
                expected_version=order.expected_version,
                unit_id=order.unit_id,
                topic_code=order.topic_code,
                kind=order.kind,
                area_id=order.area_id,
                reason_zh=order.reason_zh,
                reason_en=order.reason_en,
            )
            for order in orders
        ]
    )
