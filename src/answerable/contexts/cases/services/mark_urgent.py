"""Say that a case is urgent, or that it is not."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act
from answerable.contexts.cases.events import CaseMarkedUrgent
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUrgent(Step):
    urgent: bool
    reason: str

    act: ClassVar[Act] = Act.MARK_URGENT

    def apply(self, work: Work) -> None:
        if work.case.urgent is self.urgent:
            return
        work.move(words=self.reason, facts={"urgent": [work.case.urgent, self.urgent]})
        work.set(urgent=self.urgent)
        work.journal("cases.case.urgent", internal={"urgent": self.urgent})
        case = work.case
        work.tell(CaseMarkedUrgent(work.case_id, self.urgent, case.unit_id, case.desk_unit_id, work.at))


def mark_urgent(
    *,
    actor: Actor,
    case_id: CaseId,
    urgent: bool,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Mark the case as urgent, or take the mark away.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
    """
    perform(
        [
            MarkUrgent(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                urgent=urgent,
                reason=reason,
            )
        ]
    )
