"""Send a case where it was suggested: one key."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.api import CaseId
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.enums import Settled
from answerable.contexts.dispatch.errors import NothingSuggested
from answerable.contexts.dispatch.services.settling import Choice, lock_suggestion, settle
from answerable.kernel.actor import Actor


@transaction.atomic
def accept_suggestion(
    *, actor: Actor, case_id: CaseId, at: datetime, expected_version: int | None = None
) -> None:
    """Dispatch a case as suggested.

    Raises:
        SuggestionNotFound: there is no open suggestion, or the actor may not know of the case.
        NothingSuggested: no unit is suggested.
        NotPermitted, StaleCase, IllegalMove, UnitIsWalled, UnitIsClosed: as `cases.dispatch_cases`.
    """
    row = lock_suggestion(actor, case_id)
    if row.unit_id is None:
        raise NothingSuggested
    choice = Choice(
        unit_id=row.unit_id,
        topic_code=row.topic_code,
        kind=Kind(row.kind) if row.kind else None,
        area_id=row.area_id,
        reason_zh=row.reason_zh,
        reason_en=row.reason_en,
    )
    settle(row, choice, Settled.ACCEPTED, actor=actor, at=at, expected_version=expected_version)
