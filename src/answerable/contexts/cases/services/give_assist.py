"""Tell what an assisting unit has done."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, AskKind, AskState
from answerable.contexts.cases.events import AssistGiven
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

GIVERS = (Role.HANDLER, Role.LEADER, Role.INSPECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAssist(Step):
    text: str

    act: ClassVar[Act] = Act.GIVE_ASSIST
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        text = required("text", self.text)
        units = None if self.actor.is_system else self.actor.reach(GIVERS)
        ask = work.pending(AskKind.ASSIST, units)
        work.decide(ask, AskState.GIVEN, text)
        work.set(assisting_units=[unit for unit in work.case.assisting_units if unit != ask.unit_id])
        work.move(words=text, facts={"assist": ask.unit_id})
        work.journal("cases.assist.given", internal={"unit": ask.unit_id})
        handler = work.case.handler_post_id
        work.tell(AssistGiven(work.case_id, work.round_id, ask.unit_id or 0, handler, work.at))


def give_assist(
    *,
    actor: Actor,
    case_id: CaseId,
    text: str,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Give the unit that has the round what it asked for.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: it is empty.
        NothingPending: nothing was asked of a unit of this post.
    """
    perform([GiveAssist(actor=actor, case_id=case_id, at=at, expected_version=expected_version, text=text)])
