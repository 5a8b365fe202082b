"""Take a chunk of waiting submissions for the sweep."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db.models import Q

from answerable.contexts.intake.domain.submission import NewSubmission
from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.parties import api as parties
from answerable.kernel.ids import Reference
from answerable.kernel.keys import KeyUnknown


@dataclass(frozen=True, slots=True)
class Claimed:
    """A waiting submission, locked until the transaction ends. `attempts` counts the failures so far.

    Where `unreadable` says why its sealed contact does not open, nobody may settle it: the contact would be lost.
    """

    id: int
    reference: Reference
    code_hash: str
    received_at: datetime
    attempts: int
    submission: NewSubmission
    unreadable: Exception | None = None


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
    """Lock and return one waiting submission, for whoever settles it at once; None if it is settled already.

    Raises:
        InvalidTag, KeyUnknown: its sealed contact does not open.
    """
    row = (
        Submission.objects.filter(reference=reference, state=SubmissionState.WAITING)
        .select_for_update()
        .first()
    )
    claimed = None if row is None else _claimed(row)
    if claimed is not None and claimed.unreadable is not None:
        raise claimed.unreadable
    return claimed


def _claimed(row: Submission) -> Claimed:
    contact, unreadable = _opened(row)
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
            contact=contact,
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
        unreadable=unreadable,
    )


def _opened(row: Submission) -> tuple[parties.Contact | None, Exception | None]:
    """One that does not open must not hold up those that were claimed with it."""
    if not row.contact:
        return None, None
    try:
        return parties.unseal(bytes(row.contact), row.reference.encode()), None
    except (InvalidTag, KeyUnknown) as error:
        return None, error
