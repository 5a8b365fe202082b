"""Take what a channel brings in, and give a receipt."""

from collections.abc import Sequence
from datetime import datetime

from answerable.contexts.intake.domain.submission import NewSubmission, Receipt, Refused


def receive(submission: NewSubmission, at: datetime) -> Receipt:
    """Keep one submission durably and return its receipt.

    What was received before (same source id, same Idempotency-Key, or same content within a day) is not kept
    again: the receipt names the first one, with its code only for the same Idempotency-Key within a day.

    Raises:
        Invalid: it can't be taken as it is.
        KeyReused: the Idempotency-Key belongs to another content.
    """
    raise NotImplementedError


def receive_many(submissions: Sequence[NewSubmission], at: datetime) -> list[Receipt | Refused]:
    """Keep many at once; each gets its receipt or its faults, in order."""
    raise NotImplementedError
