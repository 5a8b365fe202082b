"""Ask for more time."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Act, AskKind
from answerable.contexts.cases.events import ExtensionAsked
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExtension(Step):
    until: datetime
    reason: str

    act: ClassVar[Act] = Act.ASK_EXTENSION
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        reason = required("reason", self.reason)
        if work.round.due_at is None or self.until <= work.round.due_at:
            raise Invalid([Fault("until", _("Choose a date after the present one."))])
        work.move(words=reason, facts={"until": self.until.isoformat()})
        work.ask(AskKind.EXTENSION, reason, until=self.until)
        work.set(extension_asked=True)
        work.journal("cases.extension.asked", internal={"until": self.until.isoformat()})
        unit_id = work.case.unit_id or work.case.desk_unit_id
        work.tell(ExtensionAsked(work.case_id, work.round_id, unit_id, self.until, work.at))


def ask_extension(
    *,
    actor: Actor,
    case_id: CaseId,
    until: datetime,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Ask the leader above for a later date of the answer.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: no reason is given, or the date is not later.
    """
    perform(
        [
            AskExtension(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                until=until,
                reason=reason,
            )
        ]
    )
