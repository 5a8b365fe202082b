"""Ask the resident for what is missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import ResidentAsked
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work, digest
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResident(Step):
    question: str

    act: ClassVar[Act] = Act.ASK_RESIDENT

    def apply(self, work: Work) -> None:
        question = required("question", self.question)
        work.move(RoundState.ASKING, words=question)
        work.pause("waiting for the resident")
        if work.round.contacted_at is None:
            work.set_round(contacted_at=work.at)
            work.stop(ClockKind.FIRST_CONTACT)
        work.journal("cases.resident.asked", pub={"text_sha256": digest(question)})
        work.tell(ResidentAsked(work.case_id, work.round_id, work.at))


def ask_resident(
    *,
    actor: Actor,
    case_id: CaseId,
    question: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Ask the resident a question. The clocks stand still until the answer comes.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: the question is empty.
    """
    perform(
        [
            AskResident(
                actor=actor, case_id=case_id, at=at, expected_version=expected_version, question=question
            )
        ]
    )
