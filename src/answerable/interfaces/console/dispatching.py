"""A dispatcher's decision: set right what was suggested, or dispatch where nothing was."""

from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseView
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.enums import Settled
from answerable.kernel.actor import Actor


def dispatch_as_chosen(
    *,
    actor: Actor,
    case: CaseView,
    unit_id: int,
    topic_code: str | None,
    kind: Kind,
    reason: str,
    at: datetime,
    expected_version: int | None,
) -> None:
    """Dispatch; while a suggestion is open, through it, so that the classifier learns from the difference."""
    suggestion = dispatch.suggestion_for(actor, case.case_id)
    if suggestion is not None and suggestion.settled is Settled.OPEN:
        dispatch.correct_suggestion(
            actor=actor,
            case_id=case.case_id,
            at=at,
            unit_id=unit_id,
            topic_code=topic_code,
            kind=kind,
            reason=reason,
            expected_version=expected_version,
        )
        return
    order = cases.DispatchOrder(
        case_id=case.case_id,
        unit_id=unit_id,
        topic_code=topic_code,
        kind=kind,
        reason_zh=reason,
        reason_en=reason,
        expected_version=expected_version,
    )
    cases.dispatch_cases(actor=actor, orders=[order], at=at)
