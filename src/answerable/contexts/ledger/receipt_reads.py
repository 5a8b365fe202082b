"""Reads for receipts: the proofs of a matter's lines, and of the keys that promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from django.db.models import QuerySet

from answerable.contexts.ledger.errors import NoProof
from answerable.contexts.ledger.leaf import leaf_bytes
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.ledger.receipts.proven import pack_extra
from answerable.contexts.ledger.receipts.receipt_file import KEY_MADE, join_parts
from answerable.contexts.ledger.services.accept_line import accept_line
from answerable.contexts.ledger.tree import Shown, best_checkpoint, prove_inclusion
from answerable.kernel import row_security


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A receipt of a matter: its text, how many lines it proves, and how many are not in a checkpoint yet."""

    text: str
    proven: int
    waiting: int
    checkpoint: Shown | None
    leaf: bytes


def receipt_of(chain: str, at: datetime) -> ReceiptFile | None:
    """Return the receipt of a matter as it stands; None if there is no such matter, or its words are erased.

    As long as its first line is in no checkpoint, the receipt is the acceptance note, with the proof of its key if
    that is there already. Lines are proven in their order up to the first one that cannot be.
    """
    lines = _openable(JournalLine.objects.filter(chain=chain, case_seq__isnull=False).order_by("case_seq"))
    if not lines:
        return None
    checkpoint = best_checkpoint()
    parts = _proofs(lines, checkpoint)
    proven = len(parts)
    if not parts:
        parts = [accept_line(bytes(lines[0].leaf_hash), accepted=lines[0].at, at=at), *acceptance_keys(at)]
    return ReceiptFile(join_parts(parts), proven, len(lines) - proven, checkpoint, bytes(lines[0].leaf_hash))


@row_security.as_system("ledger.acceptance_keys")
def acceptance_keys(at: datetime | None = None) -> list[str]:
    """Return the proofs of the keys that have promised, the newest first; of all, or of the last one until then."""
    rows = JournalLine.objects.filter(chain="", code=KEY_MADE).order_by("-at", "-id")
    found = rows if at is None else rows.filter(at__lte=at)[:1]
    return _proofs(_openable(found), best_checkpoint())


def _openable(rows: QuerySet[JournalLine]) -> list[JournalLine]:
    """Return the lines up to the first whose opening was erased."""
    return list(takewhile(lambda line: hasattr(line, "opening"), rows.select_related("opening")))


def _proofs(lines: Sequence[JournalLine], checkpoint: Shown | None) -> list[str]:
    if checkpoint is None:
        return []
    found: list[str] = []
    for line in lines:
        try:
            inclusion = prove_inclusion(bytes(line.leaf_hash), checkpoint.size)
        except NoProof:
            break
        leaf = leaf_bytes(line.at, bytes(line.commit_pub), bytes(line.commit_int))
        extra = pack_extra(leaf, line.opening.pub or {}, bytes(line.opening.r_pub))
        found.append(inclusion.proof_file(extra).encoded)
    return found
