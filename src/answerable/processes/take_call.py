"""A call at the hotline: received, opened and dispatched or answered at once, so that the agent sees the case.

It takes the same road as everything that comes in (submission, journal, classifier, suggestion), in one transaction and
without waiting for the sweep.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind, Outcome, RoundState
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.intake import api as intake
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound
from answerable.kernel.ids import AccessCode, Reference
from answerable.processes.open_submissions import open_submissions


@dataclass(frozen=True, slots=True)
class Taken:
    """What the agent reads out, and where the case stands. A repeated form gives the same case again."""

    reference: Reference
    code: AccessCode | None
    case_id: cases.CaseId
    state: RoundState
    unit_id: int | None


@transaction.atomic
def take_call(
    *,
    actor: Actor,
    submission: intake.NewSubmission,
    at: datetime,
    unit_id: int | None = None,
    topic_code: str | None = None,
    kind: Kind | None = None,
    area_id: int | None = None,
    answer: str = "",
    outcome: Outcome = Outcome.EXPLAINED,
) -> Taken:
    """Open the case of a call. With an answer it is answered at once; with a unit it goes there; with neither it goes
    where the catalogue sends it, or to the dispatchers when that is in doubt.

    Raises:
        Invalid: the submission or the answer can't be taken as it is.
        NotPermitted: the actor takes no calls.
        KeyReused, UnitIsWalled, UnitIsClosed: as the acts say.
    """
    receipt = intake.receive(submission, at)
    decided = bool(answer) or unit_id is not None
    with row_security.system("processes.take_call"):
        claimed = intake.claim_one(receipt.reference)
        if claimed is None:
            return _taken(receipt)
        [opened] = open_submissions(actor=actor, claimed=[claimed], at=at, held=decided)
    intake.note_call(actor=actor, reference=receipt.reference, at=at)
    if answer:
        _set_right(actor, opened.case_id, topic_code, kind, area_id, at)
        cases.answer_round(actor=actor, case_id=opened.case_id, outcome=outcome, text=answer, at=at)
    elif unit_id is not None:
        dispatch.correct_suggestion(
            actor=actor,
            case_id=opened.case_id,
            unit_id=unit_id,
            at=at,
            topic_code=topic_code,
            kind=kind,
            area_id=area_id,
        )
    return _taken(receipt)


def _set_right(
    actor: Actor,
    case_id: cases.CaseId,
    topic_code: str | None,
    kind: Kind | None,
    area_id: int | None,
    at: datetime,
) -> None:
    """Give a case that is answered at once the topic, kind and area that the agent saw."""
    fact = cases.facts_of([case_id])[case_id]
    chosen = (topic_code or fact.topic_code, kind or fact.kind, area_id or fact.area_id)
    if chosen != (fact.topic_code, fact.kind, fact.area_id):
        cases.correct_case(
            actor=actor, case_id=case_id, at=at, topic_code=topic_code, kind=kind, area_id=area_id
        )


@row_security.as_system("processes.take_call")
def _taken(receipt: intake.Receipt) -> Taken:
    case_id = cases.case_with_reference(receipt.reference)
    if case_id is None:
        raise NotFound
    fact = cases.facts_of([case_id])[case_id]
    return Taken(receipt.reference, receipt.code, case_id, fact.state, fact.unit_id)
