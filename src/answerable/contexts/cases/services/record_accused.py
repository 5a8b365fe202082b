"""Record whom a case complains of, and build the walls."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.events import AccusedRecorded
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Accused
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.sending import take_back
from answerable.contexts.cases.services.work import Work
from answerable.contexts.cases.walls import walls_of
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAccused(Step):
    units: tuple[int, ...] = ()
    posts: tuple[int, ...] = ()
    words: str = ""
    happened_at: datetime | None = None

    act: ClassVar[Act] = Act.RECORD_ACCUSED
    reads_asks: ClassVar[bool] = True

    def apply(self, work: Work) -> None:
        words = clean(self.words)[:300]
        if not (self.units or self.posts or words):
            raise Invalid([Fault("accused", _("Name a unit or a person, or say who it was in words."))])
        case, walls = work.case, walls_of(self.units, self.posts, work.at, self.happened_at)
        self._note(work, words)
        work.set(
            walled_persons=sorted({*case.walled_persons, *walls.persons}),
            walled_units=sorted({*case.walled_units, *walls.units}),
        )
        self._move_away(work)
        work.journal(
            "cases.accused.recorded", internal={"units": list(self.units), "posts": list(self.posts)}
        )
        work.tell(AccusedRecorded(work.case_id, work.at))

    def _note(self, work: Work, words: str) -> None:
        persons = {post: organisation.post_view(post).person_id for post in self.posts}
        rows = [
            *({"unit_id": unit} for unit in self.units),
            *({"post_id": post, "person_id": person} for post, person in persons.items()),
        ]
        work.batch.accused.extend(
            Accused(case_id=work.case_id, words=words, by_post_id=self.actor.post_id, at=work.at, **row)
            for row in rows or [{}]
        )

    @staticmethod
    def _move_away(work: Work) -> None:
        """Take the case from a unit, a handler or helpers that are behind the wall now."""
        case = work.case
        shut = set(case.walled_units)
        if case.unit_id in shut and work.state in lifecycle.WITH_UNIT:
            before = case.unit_id
            take_back(work)
            work.move(RoundState.TRIAGE, facts={"unit": [before, None]})
            return
        work.move()
        work.set(assisting_units=[unit for unit in case.assisting_units if unit not in shut])
        if case.handler_post_id is not None and _is_walled(work, case.handler_post_id):
            work.set(handler_post_id=None)
            work.set_round(handler_post_id=None)


def _is_walled(work: Work, post_id: int) -> bool:
    post = organisation.post_view(post_id)
    return post.person_id in work.case.walled_persons or post.unit_id in work.case.walled_units


def record_accused(
    *,
    actor: Actor,
    case_id: CaseId,
    units: tuple[int, ...] = (),
    posts: tuple[int, ...] = (),
    words: str = "",
    happened_at: datetime | None = None,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Record accused units and posts; from now on those concerned and their units can't see the case at all.

    The walls keep away whoever was there when it happened, see `walls_of`.
    A unit behind the wall that has the case loses it to the desk. A wall is never taken down by this act.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: nobody is named.
        BureauIsAccused: the accused unit is the bureau itself.
    """
    perform(
        [
            RecordAccused(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                units=units,
                posts=posts,
                words=words,
                happened_at=happened_at,
            )
        ]
    )
