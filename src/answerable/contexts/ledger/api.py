"""The door of the ledger."""

from answerable.contexts.ledger.canonical import NotCanonical, canonical
from answerable.contexts.ledger.enums import AccessKind, Ground
from answerable.contexts.ledger.leaf import commit, leaf_bytes, leaf_hash
from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.selectors import Access, Line, accesses_of, count_lines, lines_of
from answerable.contexts.ledger.services.begin_chains import ChainStarts, begin_chain, begin_chains
from answerable.contexts.ledger.services.record_access import record_access, record_accesses
from answerable.contexts.ledger.services.record_lines import LineId, record, record_many
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.keys import KeyKind, Signature, SigningKey, VerifierKey
from answerable.contexts.ledger.tlog.merkle import InvalidProof, verify_consistency, verify_inclusion
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note, parse_note
from answerable.contexts.ledger.tlog.policies import (
    Believed,
    InvalidPolicy,
    Policy,
    open_checkpoint,
    parse_policy,
)
from answerable.contexts.ledger.tlog.proof_files import ProofFile, parse_proof

__all__ = [
    "Access",
    "AccessKind",
    "Believed",
    "ChainStarts",
    "Checkpoint",
    "Entry",
    "Ground",
    "InvalidNote",
    "InvalidPolicy",
    "InvalidProof",
    "KeyKind",
    "Line",
    "LineId",
    "NotCanonical",
    "Note",
    "Policy",
    "ProofFile",
    "Signature",
    "SigningKey",
    "VerifierKey",
    "accesses_of",
    "begin_chain",
    "begin_chains",
    "canonical",
    "commit",
    "count_lines",
    "leaf_bytes",
    "leaf_hash",
    "lines_of",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "parse_note",
    "parse_policy",
    "parse_proof",
    "record",
    "record_access",
    "record_accesses",
    "record_many",
    "verify_consistency",
    "verify_inclusion",
]
