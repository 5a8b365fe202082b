"""Take a chunk of waiting submissions for the sweep."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from answerable.contexts.intake.domain.submission import NewSubmission
from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.parties import api as parties
from answerable.kernel.ids import Reference


@dataclass(frozen=True, slots=True)
class Claimed:
    """A waiting submission, locked until the transaction ends. `attempts` counts the failures so far."""

    id: int
    reference: Reference
    code_hash: str
    received_at: datetime
    attempts: int
    submission: NewSubmission


def claim_submissions(limit: int, at: datetime, *, only: Collection[str] | None = None) -> list[Claimed]:
    """Lock and return the oldest waiting submissions that nobody else is at. Call it in the sweep's transaction.

    With `only` these references alone, for whoever brings in what nobody else is to take up (the demo city).
    """
    waiting = Submission.objects.filter(
        Q(retry_at__isnull=True) | Q(retry_at__lte=at),
        state=SubmissionState.WAITING,
        set_aside_at__isnull=True,
    )
    if only is not None:
        waiting = waiting.filter(reference__in=only)
    return [_claimed(row) for row in waiting.order_by("id").select_for_update(skip_locked=True)[:limit]]


def claim_one(reference: str) -> Claimed | None:
    """Lock and return one waiting submission, for whoever settles it at once; None if it is settled already."""
    row = (
        Submission.objects.filter(reference=reference, state=SubmissionState.WAITING)
        .select_for_update()
        .first()
    )
    return None if row is None else _claimed(row)


def _claimed(row: Submission) -> Claimed:
    return Claimed(
        id=row.pk,
        reference=Reference(row.reference),
        code_hash=row.code_hash,
        received_at=row.received_at,
        attempts=row.attempts,
        submission=NewSubmission(
            channel=row.channel,
            text=row.text,
            title=row.title,
            language=row.language,
            source_id=row.source_id,
            said_at=row.said_at,
            contact=parties.unseal(bytes(row.contact), row.reference.encode()) if row.contact else None,
            place=row.place,
            lat=row.lat,
            lon=row.lon,
            topic_code=row.topic_code,
            kind=row.kind,
            attachment_ids=tuple(row.attachment_ids),
            accused_words=row.accused_words,
            accused_units=tuple(row.accused_units),
            accused_posts=tuple(row.accused_posts),
            urgent=row.urgent,
            confidential=row.confidential,
            wants_answer=row.wants_answer,
            send_receipt=row.send_receipt,
        ),
    )
