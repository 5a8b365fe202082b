"""Seal what was written since the last checkpoint: number, tiles to disk, signature, publication, in this order.

Every step can be cut off and begun again: numbers stay, tiles come out the same, the signer signs the same state again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection

from answerable.contexts.ledger.failpoints import reach
from answerable.contexts.ledger.models import JournalCheckpoint, JournalLeaf
from answerable.contexts.ledger.published import Published, TileMissing
from answerable.contexts.ledger.services.number_lines import Horizon, number_lines, number_pads, tree_size
from answerable.contexts.ledger.signer.signer import Refused
from answerable.contexts.ledger.signer.wire import SignerClient
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.notes import Note
from answerable.contexts.ledger.tlog.proofs import consistency_proof, tree_root
from answerable.contexts.ledger.tlog.tiles import grown_tiles, nodes_from_tiles
from answerable.kernel.actor import Actor

log = structlog.get_logger(__name__)

SEQUENCER = Actor.system("sequencer")
STEP = 16
_LEAVES_AT_ONCE = 65_536


class Behind(Exception):
    """The database has fewer lines than were signed: it was restored. `answerable journal recover` mends it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealing came to: the checkpoint, and how many lines it covers that the one before did not."""

    note: Note
    checkpoint: Checkpoint
    added: int


def seal_lines(*, published: Published, signer: SignerClient, horizon: Horizon) -> Sealed:
    """Publish a checkpoint over all that is committed now; without anything new, over pads alone.

    Raises:
        SignerAway: nobody signs; the lines wait.
        Refused: the signer does not sign this.
        Behind: the database is older than what was signed.
    """
    known = signer.known()
    published.publish_keys(known.keys)
    if tree_size() < known.last.size:
        raise Behind(f"{known.last.size} lines were signed, {tree_size()} are here")
    at = database_now()
    finish_cut_off(published, signer, known.last, at)
    while number_lines(horizon):
        pass
    reach("seal.after_numbers")
    size = _pad(known.last.size, at)
    note = _sign(published, signer, known.last, size, at)
    keep_checkpoint(published, note, at)
    return Sealed(note, parse_checkpoint(note.text), size - known.last.size)


def finish_cut_off(published: Published, signer: SignerClient, last: Checkpoint, at: datetime) -> None:
    """Publish what was signed but not published because a process died in between."""
    shown = published.latest()
    if last.size and (shown is None or shown.size < last.size):
        keep_checkpoint(published, signer.sign(last, [], at), at)
    elif shown is not None and shown.size == last.size and not _is_remembered(published, last.size):
        note = published.checkpoint()
        assert note is not None
        keep_checkpoint(published, note, at)


def keep_checkpoint(published: Published, note: Note, at: datetime) -> None:
    """Publish a signed checkpoint, and let pages find it."""
    published.publish(note, at)
    checkpoint = parse_checkpoint(note.text)
    JournalCheckpoint.objects.update_or_create(
        size=checkpoint.size,
        defaults={"note": note.encoded},
        create_defaults={"at": at, "root": checkpoint.root, "note": note.encoded},
    )


def database_now() -> datetime:
    """Return the database's clock, which is what the signer holds its own against."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [(at,)] = cursor.fetchall()
    assert isinstance(at, datetime)
    return at


def leaf_hashes(start: int, end: int) -> list[bytes]:
    """Return the leaf hashes of a stretch of the tree, from the table.

    Raises:
        Behind: some are not there.
    """
    rows = JournalLeaf.objects.filter(index__gte=start, index__lt=end).order_by("index")
    hashes = [bytes(one) for one in rows.values_list("leaf_hash", flat=True)]
    if len(hashes) != end - start:
        raise Behind(f"{len(hashes)} leaves of {end - start} are here from {start} on")
    return hashes


def _pad(signed: int, at: datetime) -> int:
    """Fill up to a multiple of 16, and add 16 when nothing was written: an empty interval looks like any other."""
    size = tree_size()
    count = STEP if size == signed else -size % STEP
    if count:
        number_pads(actor=SEQUENCER, count=count, at=at)
    return size + count


def _sign(published: Published, signer: SignerClient, last: Checkpoint, size: int, at: datetime) -> Note:
    reach("seal.before_tiles")
    try:
        for start, end in _stretches(last.size, size):
            published.write_tiles(grown_tiles(published.read_tile, start, leaf_hashes(start, end)))
        reach("seal.after_tiles")
        nodes = nodes_from_tiles(published.read_tile, size)
        wanted = Checkpoint(last.origin, size, tree_root(nodes, size))
        proof = consistency_proof(nodes, last.size, size)
    except TileMissing as error:
        raise Refused("fork", f"The tile {error} is missing or short.") from None
    reach("seal.before_sign")
    note = signer.sign(wanted, proof, at)
    reach("seal.after_sign")
    return note


def _stretches(start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = min(end, start + _LEAVES_AT_ONCE)
        yield start, stop
        start = stop


def _is_remembered(published: Published, size: int) -> bool:
    """Whether history and table both know a checkpoint."""
    in_table = JournalCheckpoint.objects.filter(size=size).exists()
    return in_table and published.last_remembered() >= size
