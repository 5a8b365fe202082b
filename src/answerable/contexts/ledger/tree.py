"""Reads of the tree: the newest checkpoint and its history, and proofs out of the published tiles."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from answerable.contexts.ledger.errors import NoProof
from answerable.contexts.ledger.models import JournalCheckpoint, JournalLeaf
from answerable.contexts.ledger.published import Published, TileMissing
from answerable.contexts.ledger.tlog.notes import parse_note
from answerable.contexts.ledger.tlog.policies import NONE, InvalidPolicy, Policy, parse_policy
from answerable.contexts.ledger.tlog.proof_files import ProofFile
from answerable.contexts.ledger.tlog.proofs import consistency_proof, inclusion_proof
from answerable.contexts.ledger.tlog.tiles import WIDTH, Tile, nodes_from_tiles

# Older ones are not worth their witnesses: too many acts would be without proof.
RECENT = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A published checkpoint: `note` is its signed text, with whatever witnesses have put to it."""

    size: int
    at: datetime
    root: bytes
    note: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a leaf stands in the tree of a checkpoint, and the hashes beside its way to the root."""

    index: int
    leaf_hash: bytes
    hashes: tuple[bytes, ...]
    checkpoint: Shown

    def proof_file(self, extra: bytes | None = None) -> ProofFile:
        return ProofFile(self.index, self.hashes, self.checkpoint.note, extra)


def published() -> Published:
    """Return the folder that is served under /journal/."""
    return Published(settings.OPTIONS.journal_folder)


def newest_checkpoint() -> Shown | None:
    """Return the newest published checkpoint, None before the first."""
    row = JournalCheckpoint.objects.order_by("-size").first()
    return _shown(row) if row else None


def witness_policy() -> Policy | None:
    """Return the policy whose witnesses see each checkpoint, None if there is none.

    Raises:
        InvalidPolicy: the file breaks the format.
        OSError: it can't be read.
    """
    path = settings.OPTIONS.journal_witnesses
    return parse_policy(path.read_text(encoding="utf-8")) if path else None


def is_witnessed(checkpoint: Shown, policy: Policy) -> bool:
    """Whether enough witnesses have signed; what they signed was verified before it was put there."""
    signatures = parse_note(checkpoint.note).signatures
    return policy.is_met_by({key: None for key in policy.keys if any(key.made(one) for one in signatures)})


def has_quorum(checkpoint: Shown) -> bool | None:
    """Whether enough witnesses have signed for our own policy; None if it asks for none, or can't be read."""
    with suppress(InvalidPolicy, OSError):
        policy = witness_policy()
        if policy is not None and policy.quorum != NONE:
            return is_witnessed(checkpoint, policy)
    return None


def best_checkpoint() -> Shown | None:
    """Return what a receipt is proven against: the newest checkpoint that enough witnesses have signed.

    The newest one of all while its witnesses have been away for long, or if nobody is asked.
    """
    recent = checkpoint_history(limit=RECENT)
    with suppress(InvalidPolicy, OSError):
        policy = witness_policy()
        found = (one for one in recent if policy is not None and is_witnessed(one, policy))
        return next(found, recent[0] if recent else None)
    return recent[0] if recent else None


def checkpoint_history(*, before: int | None = None, limit: int = 50) -> list[Shown]:
    """Return published checkpoints, the newest first, those smaller than `before`."""
    rows = JournalCheckpoint.objects.order_by("-size")
    if before is not None:
        rows = rows.filter(size__lt=before)
    return [_shown(row) for row in rows[:limit]]


def prove_inclusion(leaf_hash: bytes, size: int | None = None) -> Inclusion:
    """Return the proof that a leaf is in the tree of a published size, the newest if none is named.

    Raises:
        NoProof: there is no such checkpoint, or the leaf is not in it (yet).
    """
    checkpoint = _checkpoint(size)
    index = leaf_index(leaf_hash)
    if index is None or index >= checkpoint.size:
        raise NoProof
    try:
        nodes = nodes_from_tiles(_read_tile, checkpoint.size)
        return Inclusion(index, leaf_hash, tuple(inclusion_proof(nodes, index, checkpoint.size)), checkpoint)
    except TileMissing:
        raise NoProof from None


def prove_consistency(old: int, new: int | None = None) -> tuple[list[bytes], Shown]:
    """Return the proof that the tree of a published size, the newest if none is named, begins with an older one.

    Raises:
        NoProof: there is no such checkpoint, or it is smaller.
    """
    checkpoint = _checkpoint(new)
    if not 0 <= old <= checkpoint.size:
        raise NoProof
    try:
        return consistency_proof(
            nodes_from_tiles(_read_tile, checkpoint.size), old, checkpoint.size
        ), checkpoint
    except TileMissing:
        raise NoProof from None


def leaf_index(leaf_hash: bytes) -> int | None:
    """Return where a leaf stands in the tree, None if it has no place yet."""
    return JournalLeaf.objects.filter(leaf_hash=leaf_hash).values_list("index", flat=True).first()


def waiting_lines() -> int:
    """Count the lines that no checkpoint covers yet. Asks the whole journal: for the operator, not for pages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_journalline l WHERE NOT EXISTS"
            " (SELECT FROM ledger_journalleaf f WHERE f.line_id = l.id)"
        )
        [(count,)] = cursor.fetchall()
    return int(count)


def _checkpoint(size: int | None) -> Shown:
    if size is None:
        newest = newest_checkpoint()
    else:
        row = JournalCheckpoint.objects.filter(size=size).first()
        newest = _shown(row) if row else None
    if newest is None:
        raise NoProof
    return newest


def _shown(row: JournalCheckpoint) -> Shown:
    return Shown(row.size, row.at, bytes(row.root), row.note)


@lru_cache(maxsize=512)
def _read_full(folder: Path, tile: Tile) -> bytes:
    return Published(folder).read_tile(tile)


def _read_tile(tile: Tile) -> bytes:
    """Read a tile; full ones never change and are kept in memory."""
    folder = settings.OPTIONS.journal_folder
    return _read_full(folder, tile) if tile.width == WIDTH else Published(folder).read_tile(tile)
