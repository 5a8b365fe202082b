"""Record that the resident was contacted, or could not be reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, ContactBy
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact(Step):
    by: ContactBy
    reached: bool
    text: str

    act: ClassVar[Act] = Act.LOG_CONTACT

    def apply(self, work: Work) -> None:
        text = required("text", self.text)
        work.move(words=text, facts={"by": str(self.by), "reached": self.reached})
        if self.reached and work.round.contacted_at is None and work.case.unit_id is not None:
            work.set_round(contacted_at=work.at)
            work.stop(ClockKind.FIRST_CONTACT)
        work.journal("cases.contact.logged", pub={"by": str(self.by), "reached": self.reached})


def log_contact(
    *,
    actor: Actor,
    case_id: CaseId,
    by: ContactBy,
    reached: bool,
    text: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Record a contact. The first one by the unit that reaches the resident stops the clock of first contact.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: nothing is told of it.
    """
    perform(
        [
            LogContact(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                by=by,
                reached=reached,
                text=text,
            )
        ]
    )
