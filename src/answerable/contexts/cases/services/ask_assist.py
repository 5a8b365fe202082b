"""Ask another unit to do its part."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Act, AskKind
from answerable.contexts.cases.events import AssistAsked
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.sending import check_unit
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAssist(Step):
    unit_id: int
    question: str

    act: ClassVar[Act] = Act.ASK_ASSIST
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        question = required("question", self.question)
        check_unit(work, self.unit_id)
        if self.unit_id == work.case.unit_id or self.unit_id in work.case.assisting_units:
            raise Invalid([Fault("unit", _("This unit has the case, or has been asked already."))])
        work.move(words=question, facts={"assist": self.unit_id})
        work.ask(AskKind.ASSIST, question, unit_id=self.unit_id)
        work.set(assisting_units=[*work.case.assisting_units, self.unit_id])
        work.show_to([self.unit_id])
        work.journal("cases.assist.asked", internal={"unit": self.unit_id})
        work.tell(AssistAsked(work.case_id, work.round_id, self.unit_id, work.at))


def ask_assist(
    *,
    actor: Actor,
    case_id: CaseId,
    unit_id: int,
    question: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Ask another unit to assist; it sees the case from now on. The round stays where it is.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: nothing is asked, or of a unit that has the case already.
        UnitIsWalled, UnitIsClosed: the case must not or cannot go to that unit.
    """
    perform(
        [
            AskAssist(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                unit_id=unit_id,
                question=question,
            )
        ]
    )
