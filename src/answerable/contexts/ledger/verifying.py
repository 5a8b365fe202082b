"""The door for whoever verifies, which runs without Django and without the database."""

from answerable.contexts.ledger.receipts.acceptance import Acceptance
from answerable.contexts.ledger.receipts.proven import Proven
from answerable.contexts.ledger.receipts.receipt_file import InvalidReceipt, Verified, verify_receipt
from answerable.contexts.ledger.receipts.views_of_one_log import (
    NotCompared,
    SplitView,
    compare,
    compare_all,
)
from answerable.contexts.ledger.tlog.keys import VerifierKey
from answerable.contexts.ledger.tlog.merkle import InvalidProof
from answerable.contexts.ledger.tlog.notes import InvalidNote
from answerable.contexts.ledger.tlog.policies import (
    Believed,
    InvalidPolicy,
    Policy,
    open_checkpoint,
    parse_policy,
)

__all__ = [
    "Acceptance",
    "Believed",
    "InvalidNote",
    "InvalidPolicy",
    "InvalidProof",
    "InvalidReceipt",
    "NotCompared",
    "Policy",
    "Proven",
    "SplitView",
    "Verified",
    "VerifierKey",
    "compare",
    "compare_all",
    "open_checkpoint",
    "parse_policy",
    "verify_receipt",
]
