"""Write a note that stays inside."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work, digest
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(Step):
    text: str

    act: ClassVar[Act] = Act.NOTE

    def apply(self, work: Work) -> None:
        text = required("text", self.text)
        work.move(words=text)
        work.journal("cases.note.written", internal={"text_sha256": digest(text)})


def write_note(
    *,
    actor: Actor,
    case_id: CaseId,
    text: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Write a note for colleagues. The resident does not see it.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: it is empty.
    """
    perform([WriteNote(actor=actor, case_id=case_id, at=at, expected_version=expected_version, text=text)])
