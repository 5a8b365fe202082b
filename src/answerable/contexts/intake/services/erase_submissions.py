"""Erase what came in; that something came, by which channel and when, stays, and so does that it came only once."""

import os
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission

_DIGEST = 32


@transaction.atomic
def erase_submissions(references: Sequence[str]) -> tuple[list[UUID], list[str]]:
    """Blank the submissions of these cases, those that joined them too; return their files and their references.

    Digests of the content go: whoever knows the key could try texts against them. The digest of a source's own number
    stays, so that a gateway which sends its old orders again does not bring the words back.
    """
    mine = Submission.objects.select_for_update().filter(
        Q(reference__in=references) | Q(case_reference__in=references)
    )
    # What is emptied already keeps the digests it has.
    rows = list(mine.exclude(state=SubmissionState.WAITING).exclude(text="").order_by("id"))
    files = [file for row in rows for file in row.attachment_ids]
    for row in rows:
        row.same_key = row.same_key if row.source_id else os.urandom(_DIGEST)
        row.content_digest, row.replay_key = os.urandom(_DIGEST), None
        row.title = row.text = row.place = row.accused_words = row.source_id = row.error = ""
        row.lat = row.lon = row.contact = None
        row.attachment_ids = []
    Submission.objects.bulk_update(rows, _BLANKED)
    return files, [row.reference for row in rows]


def rejected_before(before: datetime, *, limit: int) -> list[str]:
    """Return references of what was not taken up, settled before then, and still has its words, the oldest first."""
    rows = Submission.objects.filter(state=SubmissionState.REJECTED, settled_at__lt=before).exclude(text="")
    return list(rows.order_by("settled_at", "id").values_list("reference", flat=True)[:limit])


@transaction.atomic
def with_words(references: Sequence[str], *, at: datetime) -> list[str]:
    """Return those of the submissions that still have words and are no case's: after a restore, say.

    One that a backup brought back as waiting is not taken up any more: it was, and was erased, after that backup.
    """
    mine = Submission.objects.filter(reference__in=references).exclude(text="")
    mine.filter(state=SubmissionState.WAITING).update(
        state=SubmissionState.REJECTED, settled_at=at, reason_zh=_ERASED_ZH, reason_en=_ERASED_EN
    )
    rejected = mine.filter(state=SubmissionState.REJECTED).order_by("id")
    return list(rejected.values_list("reference", flat=True))


_ERASED_ZH, _ERASED_EN = "已依法删除。", "It was erased under the law."
_BLANKED = [
    "same_key", "content_digest", "replay_key", "title", "text", "place", "accused_words", "source_id", "error", "lat",
    "lon", "contact", "attachment_ids",
]  # fmt: skip
