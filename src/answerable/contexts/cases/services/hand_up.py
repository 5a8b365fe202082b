"""Hand the open rounds of a unit that is closed to the unit above it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import RoundState
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.services.approve_return import ApproveReturn
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.transfer import Transfer
from answerable.contexts.cases.walls import first_open_above
from answerable.kernel.actor import Actor

CHUNK = 500
_SYSTEM = Actor.system("cases")


@transaction.atomic
def hand_up(*, unit_ids: Sequence[int], at: datetime) -> int:
    """Send what these units still have to the nearest unit above that is in no wall; repeating it is harmless.

    The answers stay due when they were.
    """
    waiting = Case.objects.filter(unit__in=list(unit_ids), is_open=True, state__in=lifecycle.WITH_UNIT)
    found = list(waiting.order_by("id").values_list("id", "state", "unit_id", "walled_units"))
    for start in range(0, len(found), CHUNK):
        perform([_step(*row, at=at) for row in found[start : start + CHUNK]])
    return len(found)


def _step(key: int, state: str, unit_id: int | None, walled: list[int], *, at: datetime) -> Step:
    above = first_open_above(unit_id or 0, walled)
    facts = {"actor": _SYSTEM, "case_id": CaseId(key), "at": at, "unit_id": above, "reason": ""}
    return ApproveReturn(**facts) if state == RoundState.RETURNING else Transfer(**facts)  # type: ignore[arg-type]
