"""Grant no more time."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, AskKind, AskState
from answerable.contexts.cases.events import ExtensionRefused
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension(Step):
    reason: str

    act: ClassVar[Act] = Act.REFUSE_EXTENSION
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        reason = required("reason", self.reason)
        work.decide(work.pending(AskKind.EXTENSION), AskState.REFUSED, reason)
        work.set(extension_asked=False)
        work.move(words=reason)
        work.journal("cases.extension.refused")
        unit_id = work.case.unit_id or work.case.desk_unit_id
        work.tell(ExtensionRefused(work.case_id, work.round_id, unit_id, work.at))


def refuse_extension(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Leave the date as it is.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: no reason is given.
        NothingPending: nobody has asked for it.
    """
    perform(
        [
            RefuseExtension(
                actor=actor, case_id=case_id, at=at, expected_version=expected_version, reason=reason
            )
        ]
    )
