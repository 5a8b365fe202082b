"""Note that the holder of an account has a second factor, or none any more."""

from datetime import datetime

from answerable.contexts.organisation.models import Account


def note_enrolment(*, account_id: int, at: datetime | None) -> None:
    """Keep since when; None when the factors were taken away. The credentials write the journal."""
    if at is None:
        Account.objects.filter(pk=account_id).update(enrolled_at=None)
    else:
        Account.objects.filter(pk=account_id, enrolled_at=None).update(enrolled_at=at)
