"""Which cases have been ended so long that their words may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.topics import topics
from answerable.kernel.actor import Actor

# Kind and topic, either of which may be empty for any.
Sort = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a case has ended, and whether its words are gone."""

    reference: str
    is_open: bool
    erased: bool


def lock_standing(case_id: CaseId) -> Standing:
    """Return how a case stands, and keep it so until the transaction ends.

    Raises:
        CaseNotFound: there is none.
    """
    rows = Case.objects.select_for_update().filter(pk=case_id)
    found = rows.values_list("reference", "is_open", "erased_at").first()
    if found is None:
        raise CaseNotFound
    reference, is_open, erased_at = found
    return Standing(reference, is_open, erased_at is not None)


def ended_before(
    actor: Actor | None, before: datetime, *, of: Sort, but: Sequence[Sort], held: Sequence[int], limit: int
) -> list[tuple[CaseId, str, datetime]]:
    """Return id, reference and end of cases of a sort that still have words, the oldest first.

    Those of the sorts in `but` are left out, and those that are held; without an actor also those about the police.
    """
    rows = _ended(actor, before, of, but, held).order_by("closed_at", "id")
    found = rows.values_list("id", "reference", "closed_at")[:limit]
    return [(CaseId(key), reference, closed) for key, reference, closed in found if closed is not None]


def count_ended_before(
    actor: Actor | None, before: datetime, *, of: Sort, but: Sequence[Sort], held: Sequence[int]
) -> int:
    return _ended(actor, before, of, but, held).count()


def _ended(
    actor: Actor | None, before: datetime, of: Sort, but: Sequence[Sort], held: Sequence[int]
) -> QuerySet[Case]:
    seen = visible(actor) if actor is not None else Q(walled_persons=[], walled_units=[], sensitive="")
    rows = Case.objects.filter(seen, _of(of), is_open=False, erased_at=None, closed_at__lt=before)
    for other in but:
        rows = rows.exclude(_of(other))
    return rows.exclude(id__in=held) if held else rows


def _of(sort: Sort) -> Q:
    kind, topic_code = sort
    wanted = Q()
    if kind:
        wanted &= Q(kind=kind)
    if topic_code:
        wanted &= Q(topic_code__in=topics().within(topic_code))
    return wanted


def with_words(references: Sequence[str]) -> list[CaseId]:
    """Return those of the cases that still have words, however they ended: after a restore, say."""
    rows = Case.objects.filter(reference__in=references, erased_at=None).order_by("id")
    return [CaseId(key) for key in rows.values_list("id", flat=True)]
