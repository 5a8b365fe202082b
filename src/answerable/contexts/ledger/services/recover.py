"""Go on after a restore that is older than what was signed, without a second history.

The tiles beside the database still have every leaf that was signed. Lines that are here get their old places back; a
place whose line is gone keeps its hash, and a line says that it was lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.models import JournalLeaf, JournalLine
from answerable.contexts.ledger.published import Published
from answerable.contexts.ledger.services.number_lines import tree_size
from answerable.contexts.ledger.services.record_lines import record_many
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.proofs import tree_root
from answerable.contexts.ledger.tlog.tiles import WIDTH, Tile, hashes_in, nodes_from_tiles, width_at
from answerable.kernel.actor import Actor

LOST_CODE = "ledger.lost"
_LEAVES_PER_LINE = 500


class WrongTiles(Exception):
    """The tiles do not come to the root that was signed: nothing is taken from them."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many places were given back to lines that are here, and how many lines are gone."""

    placed: int
    lost: int


@transaction.atomic
def recover_places(*, published: Published, signed: Checkpoint, actor: Actor, at: datetime) -> Recovered:
    """Take the places between the database's end and what was signed out of the tiles.

    Raises:
        TileMissing: a tile is not on the disk.
        WrongTiles: the tiles are not those that were signed.
    """
    if tree_root(nodes_from_tiles(published.read_tile, signed.size), signed.size) != signed.root:
        raise WrongTiles
    start = tree_size()
    leaves = _published_leaves(published, start, signed.size)
    rows = JournalLine.objects.filter(leaf_hash__in=leaves, leaf__isnull=True)
    here = {bytes(leaf): key for key, leaf in rows.values_list("id", "leaf_hash")}
    JournalLeaf.objects.bulk_create(
        [
            JournalLeaf(index=start + n, line_id=here.get(leaf), leaf_hash=leaf)
            for n, leaf in enumerate(leaves)
        ],
        batch_size=5000,
    )
    lost = [leaf for leaf in leaves if leaf not in here]
    _say_lost(lost, actor, at)
    return Recovered(len(here), len(lost))


def _published_leaves(published: Published, start: int, end: int) -> list[bytes]:
    leaves: list[bytes] = []
    for number in range(start // WIDTH, -(-end // WIDTH)):
        found = hashes_in(published.read_tile(Tile(0, number, width_at(end, 0, number))))
        leaves += found[max(0, start - number * WIDTH) :]
    return leaves


def _say_lost(lost: Sequence[bytes], actor: Actor, at: datetime) -> None:
    named = [b64.encode(leaf) for leaf in lost]
    record_many(
        [
            Entry(actor, LOST_CODE, at, pub={"leaves": named[first : first + _LEAVES_PER_LINE]})
            for first in range(0, len(named), _LEAVES_PER_LINE)
        ]
    )
