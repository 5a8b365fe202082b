"""Note that the sweep failed on a submission, and set it aside after some tries."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.contexts.intake.models import Submission

# When it is tried again after the first failure, the second …; after the last it is set aside for a person.
WAITS = (timedelta(minutes=1), timedelta(minutes=5))


@transaction.atomic
def note_failure(*, submission_id: int, error: str, at: datetime) -> bool:
    """Count the failure; True if the submission is set aside now.

    `error` is the type and place of the error, never its message, which may quote what a person wrote.
    """
    row = Submission.objects.select_for_update().get(id=submission_id)
    row.attempts += 1
    row.error = error[:300]
    last = row.attempts > len(WAITS)
    row.retry_at = None if last else at + WAITS[row.attempts - 1]
    row.set_aside_at = at if last else None
    row.save(update_fields=["attempts", "error", "retry_at", "set_aside_at"])
    return last
