"""Say who in the unit is to do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Act
from answerable.contexts.cases.events import HandlerAssigned
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Step):
    handler_post_id: int

    act: ClassVar[Act] = Act.ASSIGN

    def apply(self, work: Work) -> None:
        check_handler(work, self.handler_post_id)
        before = work.case.handler_post_id
        work.move(facts={"handler": [before, self.handler_post_id]})
        work.set(handler_post_id=self.handler_post_id)
        work.set_round(handler_post_id=self.handler_post_id)
        work.journal("cases.round.assigned", internal={"handler": [before, self.handler_post_id]})
        work.tell(
            HandlerAssigned(work.case_id, work.round_id, self.handler_post_id, self.actor.post_id, work.at)
        )


def check_handler(work: Work, post_id: int) -> None:
    """Refuse a post that is not in the unit (or below it), is not held any more, or is behind the wall.

    Raises:
        Invalid: one of these.
    """
    unit_id = work.case.unit_id
    try:
        post = organisation.post_view(post_id)
    except NotFound:
        post = None
    fits = (
        post is not None
        and unit_id is not None
        and work.batch.units.is_within(post.unit_id, unit_id)
        and any(held.id == post_id for held in organisation.posts_in(post.unit_id, at=work.at))
        and post.person_id not in work.case.walled_persons
        and post.unit_id not in work.case.walled_units
    )
    if not fits:
        raise Invalid([Fault("handler", _("This post cannot handle the case. Choose one of the unit."))])


def assign(
    *,
    actor: Actor,
    case_id: CaseId,
    handler_post_id: int,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Give the round to a post of its unit.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: the post cannot handle it.
    """
    perform(
        [
            Assign(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                handler_post_id=handler_post_id,
            )
        ]
    )
