"""The door of intake."""

from answerable.contexts.intake.domain.submission import NewSubmission, Receipt, Refused
from answerable.contexts.intake.services.claim_submissions import Claimed, claim_submissions
from answerable.contexts.intake.services.receive import receive, receive_many
from answerable.contexts.intake.services.settle import Outcome, settle

__all__ = [
    "Claimed",
    "NewSubmission",
    "Outcome",
    "Receipt",
    "Refused",
    "claim_submissions",
    "receive",
    "receive_many",
    "settle",
]
