"""Send a case elsewhere than suggested, or with another topic; the next model learns from it."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.api import CaseId
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.enums import Settled
from answerable.contexts.dispatch.services.settling import Choice, lock_suggestion, settle
from answerable.kernel.actor import Actor


@transaction.atomic
def correct_suggestion(
    *,
    actor: Actor,
    case_id: CaseId,
    unit_id: int,
    at: datetime,
    topic_code: str | None = None,
    kind: Kind | None = None,
    area_id: int | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Dispatch a case as the dispatcher chooses; what is None stays as suggested.

    Raises:
        SuggestionNotFound: there is no open suggestion, or the actor may not know of the case.
        Invalid: there is no such topic.
        NotPermitted, StaleCase, IllegalMove, UnitIsWalled, UnitIsClosed: as `cases.dispatch_cases`.
    """
    row = lock_suggestion(actor, case_id)
    suggested = Kind(row.kind) if row.kind else None
    choice = Choice(
        unit_id=unit_id,
        topic_code=topic_code or row.topic_code,
        kind=kind or suggested,
        area_id=area_id or row.area_id,
        reason_zh=reason or "由分派员决定。",
        reason_en=reason or "Decided by a dispatcher.",
    )
    settle(row, choice, Settled.CORRECTED, actor=actor, at=at, expected_version=expected_version)
