"""Take a case out of its bundle."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveBundle(Step):
    reason: str

    act: ClassVar[Act] = Act.UNBUNDLE

    def apply(self, work: Work) -> None:
        work.move(words=self.reason, facts={"bundle": [work.case.bundle_id, None]})
        work.set(bundle_id=None)
        work.journal("cases.case.unbundled")


def leave_bundle(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take the case out of its bundle.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
    """
    perform(
        [LeaveBundle(actor=actor, case_id=case_id, at=at, expected_version=expected_version, reason=reason)]
    )
