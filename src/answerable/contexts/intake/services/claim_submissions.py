"""Take a chunk of waiting submissions for the sweep."""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.intake.domain.submission import NewSubmission


@dataclass(frozen=True, slots=True)
class Claimed:
    """A waiting submission, locked until the transaction ends."""

    id: int
    reference: str
    code_hash: str
    received_at: datetime
    attempts: int
    submission: NewSubmission


def claim_submissions(limit: int) -> list[Claimed]:
    """Lock and return the oldest waiting submissions that nobody else is at. Call it in the sweep's transaction."""
    raise NotImplementedError
