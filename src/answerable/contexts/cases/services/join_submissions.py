"""Take a further submission about the same matter into a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from answerable.contexts.cases.enums import Act, Channel, JoinRule
from answerable.contexts.cases.events import CaseMarkedUrgent, SubmissionJoined
from answerable.contexts.cases.models import Attachment
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work, digest
from answerable.kernel.ids import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSubmission(Step):
    """What was told once more, by which channel and by which rule it belongs here."""

    submission: Reference
    channel: Channel
    text: str
    rule: JoinRule
    urgent: bool = False
    attachment_ids: tuple[UUID, ...] = ()

    act: ClassVar[Act] = Act.JOIN

    def apply(self, work: Work) -> None:
        case = work.case
        facts = {"submission": self.submission, "channel": str(self.channel), "rule": str(self.rule)}
        work.move(words=self.text, facts=facts, attachment_ids=self.attachment_ids)
        work.set(joined=case.joined + 1)
        work.batch.attachments.extend(
            Attachment(case_id=work.case_id, file_id=file_id, from_resident=True, at=work.at)
            for file_id in self.attachment_ids
        )
        work.journal(
            "cases.submission.joined",
            pub={"submission": self.submission, "text_sha256": digest(self.text)},
            internal={"rule": str(self.rule), "channel": str(self.channel)},
        )
        unit_id, handler = case.unit_id, case.handler_post_id
        work.tell(SubmissionJoined(work.case_id, work.round_id, unit_id, handler, work.at))
        if self.urgent and not case.urgent:
            work.set(urgent=True)
            work.tell(CaseMarkedUrgent(work.case_id, True, unit_id, case.desk_unit_id, work.at))


def join_submissions(steps: Sequence[JoinSubmission]) -> None:
    """Join each submission to its case, which keeps its state, its clocks and its answer.

    Raises:
        CaseNotFound, NotPermitted: as `perform`; only the platform joins.
        IllegalMove: the case is answered or at its end.
    """
    perform(steps)
