"""Give the resident the bureau's answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from answerable.contexts.cases.enums import Act, Outcome, RoundState
from answerable.contexts.cases.events import RoundAnswered
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Attachment
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work, digest
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRound(Step):
    outcome: Outcome
    text: str
    attachment_ids: tuple[UUID, ...] = ()

    act: ClassVar[Act] = Act.ANSWER
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        text = required("text", self.text)
        case = work.case
        if case.unit_id is None:
            # Answered at once: the desk answers for itself.
            work.set(unit_id=case.desk_unit_id, handler_post_id=self.actor.post_id)
            work.set_round(unit_id=case.desk_unit_id, handler_post_id=self.actor.post_id)
        self._stop(work)
        due = work.round.due_at
        work.lapse()
        work.move(
            RoundState.ANSWERED,
            words=text,
            facts={"outcome": str(self.outcome)},
            attachment_ids=self.attachment_ids,
        )
        work.batch.attachments.extend(
            Attachment(case_id=work.case_id, file_id=file_id, from_resident=False, at=work.at)
            for file_id in self.attachment_ids
        )
        work.set(answered_at=work.at)
        work.set_round(
            answered_at=work.at, outcome=self.outcome, answer=text, answered_by_post_id=self.actor.post_id
        )
        files = {"files": len(self.attachment_ids)} if self.attachment_ids else {}
        late = {} if due is None else {"in_time": work.at <= due}
        work.journal(
            "cases.round.answered",
            pub={"text_sha256": digest(text), "outcome": str(self.outcome), **files, **late},
        )
        unit_id = case.unit_id or case.desk_unit_id
        number, handler = work.round.number, case.handler_post_id
        work.tell(RoundAnswered(work.case_id, work.round_id, number, unit_id, handler, work.at))

    @staticmethod
    def _stop(work: Work) -> None:
        if work.state is RoundState.ASKING:
            work.resume()
        work.stop(ClockKind.ACKNOWLEDGE, ClockKind.SIGN_FOR, ClockKind.FIRST_CONTACT, ClockKind.ANSWER)


def answer_round(
    *,
    actor: Actor,
    case_id: CaseId,
    outcome: Outcome,
    text: str,
    at: datetime,
    attachment_ids: tuple[UUID, ...] = (),
    expected_version: int | None = None,
) -> None:
    """Answer the newest round, from the desk at once or from the unit that has it. All its clocks but closing stop.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: the answer is empty.
    """
    perform(
        [
            AnswerRound(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                outcome=outcome,
                text=text,
                attachment_ids=attachment_ids,
            )
        ]
    )
