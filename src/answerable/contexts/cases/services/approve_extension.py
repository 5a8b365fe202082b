"""Grant more time."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, AskKind, AskState
from answerable.contexts.cases.events import ExtensionApproved
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension(Step):
    reason: str
    until: datetime | None = None

    act: ClassVar[Act] = Act.APPROVE_EXTENSION
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        ask = work.pending(AskKind.EXTENSION)
        if ask.by_post_id is not None and ask.by_post_id == self.actor.post_id:
            raise NotPermitted
        until = self.until or ask.until or work.at
        work.decide(ask, AskState.APPROVED, self.reason)
        work.set(extension_asked=False)
        by = self._approver(work)
        work.extend(until, by, ask.reason)
        work.move(words=self.reason, facts={"until": until.isoformat(), "asked_because": ask.reason})
        work.journal("cases.extension.approved", with_due=True)
        unit_id = work.case.unit_id or work.case.desk_unit_id
        due = work.round.due_at or until
        work.tell(ExtensionApproved(work.case_id, work.round_id, unit_id, due, work.at))

    def _approver(self, work: Work) -> organisation.UnitView:
        tree = work.batch.units
        if self.actor.unit_id is not None:
            return tree.get(self.actor.unit_id)
        return tree.parent(work.case.unit_id or work.case.desk_unit_id) or tree.root


def approve_extension(
    *,
    actor: Actor,
    case_id: CaseId,
    reason: str,
    at: datetime,
    until: datetime | None = None,
    expected_version: int | None = None,
) -> None:
    """Set the later date that was asked for, or another one. The resident reads who agreed and why.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        NothingPending: nobody has asked for it.
        deadlines.ExtensionRefused: the date is not later, or beyond what the rule allows.
    """
    perform(
        [
            ApproveExtension(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                reason=reason,
                until=until,
            )
        ]
    )
