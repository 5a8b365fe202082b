"""The door of intake."""

from answerable.contexts.intake.domain.headline import headline
from answerable.contexts.intake.domain.submission import NewSubmission, Receipt, Refused
from answerable.contexts.intake.gate import Gate
from answerable.contexts.intake.selectors import (
    Balance,
    SetAside,
    Tracked,
    Waiting,
    balances,
    set_aside,
    track,
    track_again,
    waiting,
    waiting_count,
)
from answerable.contexts.intake.services.claim_submissions import Claimed, claim_one, claim_submissions
from answerable.contexts.intake.services.issue_key import issue_key, revoke_key
from answerable.contexts.intake.services.note_failure import note_failure
from answerable.contexts.intake.services.receive import receive, receive_many
from answerable.contexts.intake.services.settle import Outcome, settle
from answerable.contexts.intake.services.take_up_again import take_up_again
from answerable.contexts.intake.services.wake_sweep import wake_sweep

__all__ = [
    "Balance",
    "Claimed",
    "Gate",
    "NewSubmission",
    "Outcome",
    "Receipt",
    "Refused",
    "SetAside",
    "Tracked",
    "Waiting",
    "balances",
    "claim_one",
    "claim_submissions",
    "headline",
    "issue_key",
    "note_failure",
    "receive",
    "receive_many",
    "revoke_key",
    "set_aside",
    "settle",
    "take_up_again",
    "track",
    "track_again",
    "waiting",
    "waiting_count",
    "wake_sweep",
]
