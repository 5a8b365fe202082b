"""Begin another round, one level up."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import RoundReopened
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.models import Round
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.newest_round import cases_of_rounds
from answerable.contexts.cases.services.work import Work
from answerable.contexts.cases.walls import first_open_above
from answerable.contexts.deadlines.api import ClockKind
from answerable.kernel.actor import Actor
from answerable.kernel.rows import next_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenRound(Step):
    reason: str = ""

    act: ClassVar[Act] = Act.REOPEN
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        old, before = work.round, work.case.unit_id
        unit_id = first_open_above(before or work.case.desk_unit_id, work.case.walled_units)
        work.stop_all()
        work.lapse()
        work.move(RoundState.REOPENED, words=self.reason, facts={"unit": [before, unit_id]})
        new = self._next(work, old, unit_id)
        work.start(ClockKind.SIGN_FOR, work.signing_subject)
        work.start(ClockKind.FIRST_CONTACT)
        work.start(ClockKind.ANSWER)
        work.start(ClockKind.CLOSE)
        work.journal("cases.round.reopened", internal={"from": before, "to": unit_id}, with_due=True)
        work.tell(RoundReopened(work.case_id, old.pk, new.pk, before, unit_id, work.at))

    def _next(self, work: Work, old: Round, unit_id: int) -> Round:
        """Put the next round into the old one's place; the old one is frozen from here on."""
        new = Round(
            pk=next_ids(Round, 1)[0],
            case=work.case,
            number=old.number + 1,
            state=RoundState.DISPATCHED,
            unit_id=unit_id,
            sender_unit_id=work.case.desk_unit_id,
            dispatches=1,
            opened_at=work.at,
            dispatched_at=work.at,
        )
        work.batch.new_rounds.append(new)
        work.batch.know(work.case, new)
        work.round = new
        work.asks = []
        work.set(
            state=RoundState.DISPATCHED,
            is_open=True,
            round_no=new.number,
            unit_id=unit_id,
            handler_post_id=None,
            answered_at=None,
            closed_at=None,
        )
        work.show_to([unit_id])
        return new


def reopen_round(*, actor: Actor, round_id: RoundId, reason: str, at: datetime) -> RoundId:
    """Freeze the round and dispatch the next one to the nearest unit above that is in no wall, at most the bureau.

    Raises:
        CaseNotFound, NotPermitted: as `perform`.
        IllegalMove: the round has no answer yet, or is not the newest one.
    """
    case_id: CaseId = cases_of_rounds([round_id])[round_id]
    perform([ReopenRound(actor=actor, case_id=case_id, at=at, reason=reason)])
    newest = Round.objects.filter(case_id=case_id).order_by("-number").values_list("pk", flat=True)
    return RoundId(newest[0])
