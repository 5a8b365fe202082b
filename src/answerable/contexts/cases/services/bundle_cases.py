"""Join cases about one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from answerable.contexts.cases.enums import Act
from answerable.contexts.cases.events import CaseBundled
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Bundle
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.contexts.ledger import api as ledger
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinBundle(Step):
    bundle_id: int

    act: ClassVar[Act] = Act.BUNDLE

    def apply(self, work: Work) -> None:
        work.move(facts={"bundle": [None, self.bundle_id]})
        work.set(bundle_id=self.bundle_id)
        work.journal("cases.case.bundled", internal={"bundle": self.bundle_id})
        work.tell(CaseBundled(work.case_id, self.bundle_id, work.at))


@transaction.atomic
def bundle_cases(
    *, actor: Actor, case_ids: Sequence[CaseId], title: str, at: datetime, bundle: UUID | None = None
) -> UUID:
    """Put cases into a new bundle, or into one of which the actor sees a case; return its public id.

    Each keeps its own receipt, deadline, answer and vote.

    Raises:
        CaseNotFound, NotPermitted, IllegalMove: as `perform`.
        NothingPending: a case is in a bundle already.
        NotFound: there is no such bundle, or none of its cases is the actor's to see.
        Invalid: a new bundle has no title.
    """
    found = _new(actor, title, at) if bundle is None else _known(actor, bundle)
    perform([JoinBundle(actor=actor, case_id=case_id, at=at, bundle_id=found.pk) for case_id in case_ids])
    return found.public_id


def _new(actor: Actor, title: str, at: datetime) -> Bundle:
    text = required("title", title)[:200]
    # It has no case yet by which anybody could see it.
    with row_security.system("cases.bundle"):
        made = Bundle.objects.create(title=text, by_post_id=actor.post_id, created_at=at)
    ledger.record(actor=actor, code="cases.bundle.made", at=at, rows=ledger.told([made]))
    return made


def _known(actor: Actor, public_id: UUID) -> Bundle:
    found = Bundle.objects.filter(public_id=public_id).first()
    if found is None or not found.cases.filter(visible(actor)).exists():
        raise NotFound
    return found
