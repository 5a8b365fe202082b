"""The one way in which cases change: lock, permit, move, write, journal, publish, for one act or for thousands.

An act is a frozen `Step`: who does what with which case at what time. `perform` takes any mixture of steps, runs
those of one case in their order, and writes all rows together, so that a single act and a night's work of the sweep
are the same code. The locks are taken in the order: cases by id, clocks, chains of the journal.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import F

from answerable.contexts.cases import permissions
from answerable.contexts.cases.enums import Act, AskState
from answerable.contexts.cases.errors import CaseNotFound, StaleCase
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Ask, Case, Round
from answerable.contexts.cases.services.batch import Batch
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(ABC):
    """One act on one case. With `expected_version`, only if the case is still as its page showed it."""

    actor: Actor
    case_id: CaseId
    at: datetime
    expected_version: int | None = None

    act: ClassVar[Act]
    reads_asks: ClassVar[bool] = False

    @abstractmethod
    def apply(self, work: Work) -> None:
        """Move the case and say what else follows."""


@transaction.atomic
def perform(steps: Sequence[Step]) -> None:
    """Run the steps in one transaction; if one fails, none has happened.

    Raises:
        CaseNotFound: an actor may not see a case (or there is none).
        NotPermitted: an actor's post has no such grant.
        StaleCase: a case has moved on since its page was read.
        IllegalMove: the state of a case does not allow an act.
    """
    batch = Batch()
    works = _lock(steps, batch)
    for step in steps:
        work = works.get(step.case_id)
        if work is None:
            raise CaseNotFound
        take(work, step)
    batch.write()


def take(work: Work, step: Step) -> None:
    """Take one step of a locked case, or of one that is being opened.

    Raises:
        as `perform`.
    """
    permissions.require(step.actor, step.act, work.case, work.round)
    if step.expected_version not in (None, work.case.version):
        raise StaleCase
    work.begin(step.actor, step.act, step.at)
    step.apply(work)
    work.finish()


def _lock(steps: Sequence[Step], batch: Batch) -> dict[CaseId, Work]:
    ids = {step.case_id for step in steps}
    # Wide columns, which few acts read.
    cases = Case.objects.select_for_update().defer("search_grams", "text").filter(id__in=ids).order_by("id")
    locked = {case.pk: case for case in cases}
    rounds = Round.objects.filter(case__in=locked, number=F("case__round_no"))
    asks = _pending({step.case_id for step in steps if step.reads_asks})
    works = {
        CaseId(round_.case_id): Work(batch, locked[round_.case_id], round_, asks.get(round_.case_id, []))
        for round_ in rounds
    }
    for work in works.values():
        batch.know(work.case, work.round)
        batch.subjects |= {work.subject, work.signing_subject}
    return works


def _pending(case_ids: set[CaseId]) -> dict[int, list[Ask]]:
    found: dict[int, list[Ask]] = {}
    if case_ids:
        rows = Ask.objects.filter(round__case__in=case_ids, state=AskState.PENDING).order_by("id")
        for ask, case_id in ((row, row.round.case_id) for row in rows.select_related("round")):
            found.setdefault(case_id, []).append(ask)
    return found
