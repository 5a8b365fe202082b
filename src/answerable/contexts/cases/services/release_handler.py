"""Take cases from a post that nobody holds any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHandler(Step):
    """The unit keeps the case; somebody else in it has to take it up."""

    act: ClassVar[Act] = Act.ASSIGN

    def apply(self, work: Work) -> None:
        before = work.case.handler_post_id
        work.move(facts={"handler": [before, None]})
        work.set(handler_post_id=None)
        work.set_round(handler_post_id=None)
        work.journal("cases.round.released", internal={"handler": [before, None]})


@transaction.atomic
def release_handler(*, post_ids: Sequence[int], at: datetime) -> int:
    """Release what these posts were handling, and return how many cases that were. Repeating it is harmless."""
    waiting = Case.objects.filter(
        handler_post__in=list(post_ids), is_open=True, state__in=[RoundState.HANDLING, RoundState.ASKING]
    )
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    actor = Actor.system("cases")
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        perform([ReleaseHandler(actor=actor, case_id=CaseId(key), at=at) for key in chunk])
    return len(ids)
