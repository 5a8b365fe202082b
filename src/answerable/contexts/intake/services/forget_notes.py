"""Forget what was handed over long ago."""

from datetime import datetime, timedelta

from answerable.contexts.intake.models import Shift

AFTER = timedelta(days=90)


def forget_notes(*, at: datetime) -> int:
    """Blank the notes of shifts that ended 90 days ago; who sat when stays. Return how many there were."""
    return Shift.objects.filter(ended_at__lt=at - AFTER).exclude(note="").update(note="")
