"""What accepting and correcting a suggestion share: it is settled, the case goes out, and the act is a lesson."""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseId
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.enums import LessonKind, Settled
from answerable.contexts.dispatch.errors import SuggestionNotFound
from answerable.contexts.dispatch.models import Lesson, Suggestion
from answerable.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Choice:
    """What the dispatcher has decided. Kind and area None leave them as they are."""

    unit_id: int
    topic_code: str
    kind: Kind | None
    area_id: int | None
    reason_zh: str
    reason_en: str


def lock_suggestion(actor: Actor, case_id: CaseId) -> Suggestion:
    """Return the open suggestion of a case, locked.

    Raises:
        SuggestionNotFound: there is none, or the actor may not know of the case.
    """
    if not cases.visible_of(actor, [case_id]):
        raise SuggestionNotFound
    row = Suggestion.objects.select_for_update().filter(case=case_id, settled=Settled.OPEN).first()
    if row is None:
        raise SuggestionNotFound
    return row


def settle(
    row: Suggestion,
    choice: Choice,
    how: Settled,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None,
) -> None:
    """Send the case out as chosen. Whether the actor may, `cases.dispatch_cases` asks; if not, nothing is written."""
    row.settled, row.settled_at, row.settled_by_post_id = how, at, actor.post_id
    row.final_topic, row.final_unit_id = choice.topic_code, choice.unit_id
    # Settled first: the case's going out settles whatever is still open (subscribers.py).
    row.save(update_fields=["settled", "settled_at", "settled_by_post_id", "final_topic", "final_unit_id"])
    order = cases.DispatchOrder(
        case_id=CaseId(row.case_id),
        unit_id=choice.unit_id,
        topic_code=choice.topic_code or None,
        kind=choice.kind,
        area_id=choice.area_id,
        reason_zh=choice.reason_zh,
        reason_en=choice.reason_en,
        expected_version=expected_version,
    )
    cases.dispatch_cases(actor=actor, orders=[order], at=at)
    if choice.topic_code:
        kind = LessonKind.CONFIRMED if choice.topic_code == row.topic_code else LessonKind.CORRECTED
        Lesson.objects.bulk_create(
            [
                Lesson(
                    case_id=row.case_id,
                    kind=kind,
                    topic=choice.topic_code,
                    case_kind=choice.kind or "",
                    unit_id=choice.unit_id,
                    at=at,
                )
            ],
            ignore_conflicts=True,
        )
