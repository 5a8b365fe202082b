"""The door of the ledger."""

from answerable.contexts.ledger.audit.findings import Difference, Report
from answerable.contexts.ledger.audit.whole import audit_journal
from answerable.contexts.ledger.canonical import NotCanonical, canonical
from answerable.contexts.ledger.cosigning.standings import Standing, read_standings
from answerable.contexts.ledger.enums import AccessKind, Ground
from answerable.contexts.ledger.leaf import commit, leaf_bytes, leaf_hash
from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.published import TileMissing, Trouble
from answerable.contexts.ledger.pulse import Pulse, pulse
from answerable.contexts.ledger.receipt_reads import ReceiptFile, acceptance_keys, receipt_of
from answerable.contexts.ledger.rows import InJournal, Rows, add_rows, all_rows, digests_left, gone, told
from answerable.contexts.ledger.selectors import (
    Access,
    Line,
    accesses_of,
    chains_numbered,
    count_lines,
    first_leaf_since,
    first_leaves,
    lines_of,
)
from answerable.contexts.ledger.sequencer import AnotherSequencer, Sequencer, holds_lock
from answerable.contexts.ledger.services.accept_line import accept_line
from answerable.contexts.ledger.services.begin_chains import ChainStarts, begin_chain, begin_chains
from answerable.contexts.ledger.services.erase_chains import CHAIN_ERASED, erase_chains
from answerable.contexts.ledger.services.erase_openings import erase_openings
from answerable.contexts.ledger.services.record_access import record_access, record_accesses
from answerable.contexts.ledger.services.record_lines import LineId, record, record_many
from answerable.contexts.ledger.services.recover import Recovered, WrongTiles, recover_places
from answerable.contexts.ledger.services.seal_lines import Behind
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.keys import KeyKind, Signature, SigningKey, VerifierKey
from answerable.contexts.ledger.tlog.merkle import InvalidProof, verify_consistency, verify_inclusion
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note, parse_note
from answerable.contexts.ledger.tlog.policies import (
    Believed,
    InvalidPolicy,
    Policy,
    Witness,
    open_checkpoint,
    parse_policy,
)
from answerable.contexts.ledger.tlog.proof_files import ProofFile, parse_proof
from answerable.contexts.ledger.tlog.tiles import Tile, parse_path
from answerable.contexts.ledger.tree import (
    Inclusion,
    Shown,
    checkpoint_history,
    has_quorum,
    is_witnessed,
    leaf_index,
    newest_checkpoint,
    prove_consistency,
    prove_inclusion,
    published,
    waiting_lines,
    witness_policy,
)

__all__ = [
    "CHAIN_ERASED",
    "Access",
    "AccessKind",
    "AnotherSequencer",
    "Behind",
    "Believed",
    "ChainStarts",
    "Checkpoint",
    "Difference",
    "Entry",
    "Ground",
    "InJournal",
    "Inclusion",
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
    "Pulse",
    "ReceiptFile",
    "Recovered",
    "Report",
    "Rows",
    "Sequencer",
    "Shown",
    "Signature",
    "SigningKey",
    "Standing",
    "Tile",
    "TileMissing",
    "Trouble",
    "VerifierKey",
    "Witness",
    "WrongTiles",
    "accept_line",
    "acceptance_keys",
    "accesses_of",
    "add_rows",
    "all_rows",
    "audit_journal",
    "begin_chain",
    "begin_chains",
    "canonical",
    "chains_numbered",
    "checkpoint_history",
    "commit",
    "count_lines",
    "digests_left",
    "erase_chains",
    "erase_openings",
    "first_leaf_since",
    "first_leaves",
    "gone",
    "has_quorum",
    "holds_lock",
    "is_witnessed",
    "leaf_bytes",
    "leaf_hash",
    "leaf_index",
    "lines_of",
    "newest_checkpoint",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "parse_note",
    "parse_path",
    "parse_policy",
    "parse_proof",
    "prove_consistency",
    "prove_inclusion",
    "published",
    "pulse",
    "read_standings",
    "receipt_of",
    "record",
    "record_access",
    "record_accesses",
    "record_many",
    "recover_places",
    "told",
    "verify_consistency",
    "verify_inclusion",
    "waiting_lines",
    "witness_policy",
]
