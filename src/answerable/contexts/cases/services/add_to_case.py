"""Add to a case what the resident wishes to say."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import ResidentAdded
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Attachment
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work, digest
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToCase(Step):
    text: str
    attachment_ids: tuple[UUID, ...] = ()

    act: ClassVar[Act] = Act.ADD

    def apply(self, work: Work) -> None:
        text = required("text", self.text)
        asked = work.state is RoundState.ASKING
        work.move(RoundState.HANDLING if asked else None, words=text, attachment_ids=self.attachment_ids)
        if asked:
            work.resume()
        self._attach(work)
        work.journal(
            "cases.resident.added", pub={"text_sha256": digest(text), "files": len(self.attachment_ids)}
        )
        case = work.case
        work.tell(ResidentAdded(work.case_id, work.round_id, case.unit_id, case.handler_post_id, work.at))

    def _attach(self, work: Work) -> None:
        work.batch.attachments.extend(
            Attachment(case_id=work.case_id, file_id=file_id, from_resident=True, at=work.at)
            for file_id in self.attachment_ids
        )


def add_to_case(
    *,
    actor: Actor,
    case_id: CaseId,
    text: str,
    at: datetime,
    attachment_ids: tuple[UUID, ...] = (),
    expected_version: int | None = None,
) -> None:
    """Take in what the resident adds, themselves or through a member of staff. Waiting clocks go on.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: it is empty.
    """
    perform(
        [
            AddToCase(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                text=text,
                attachment_ids=attachment_ids,
            )
        ]
    )
