"""Take responsibility for a round."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import RoundSignedFor
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.assign import check_handler
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFor(Step):
    handler_post_id: int | None = None

    act: ClassVar[Act] = Act.SIGN_FOR

    def apply(self, work: Work) -> None:
        handler = self._handler(work)
        work.move(RoundState.HANDLING, facts={"handler": [None, handler]} if handler else None)
        work.set(handler_post_id=handler)
        work.set_round(handler_post_id=handler, signed_at=work.at)
        work.stop(ClockKind.SIGN_FOR, subject=work.signing_subject)
        work.journal("cases.round.signed_for", internal={"handler": handler})
        unit_id = work.case.unit_id or work.case.desk_unit_id
        work.tell(RoundSignedFor(work.case_id, work.round_id, unit_id, handler, work.at))

    def _handler(self, work: Work) -> int | None:
        """Return who is to do it: whoever was named, else the handler who signs."""
        if self.handler_post_id is not None:
            check_handler(work, self.handler_post_id)
            return self.handler_post_id
        unit_id = work.case.unit_id
        own = (
            unit_id is not None and unit_id == self.actor.unit_id and self.actor.holds(Role.HANDLER, unit_id)
        )
        return self.actor.post_id if own else None


def sign_for(
    *,
    actor: Actor,
    case_id: CaseId,
    at: datetime,
    handler_post_id: int | None = None,
    expected_version: int | None = None,
) -> None:
    """Sign for the round on behalf of its unit; a handler who signs becomes its handler unless another is named.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: the named post cannot handle it.
    """
    perform(
        [
            SignFor(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                handler_post_id=handler_post_id,
            )
        ]
    )
