"""The audit itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from answerable.contexts.ledger.audit.chains import check_chains
from answerable.contexts.ledger.audit.checkpoints import LATE, Edge, Promised
from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.audit.leaves import Leaves
from answerable.contexts.ledger.audit.rows import check_rows
from answerable.contexts.ledger.published import Published, TileMissing
from answerable.contexts.ledger.services.number_lines import tree_size
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.keys import VerifierKey
from answerable.contexts.ledger.tlog.policies import Policy
from answerable.contexts.ledger.tlog.tiles import Tile, fold, hashes_in, tiles_of


def audit_journal(
    *,
    published: Published,
    keys: Sequence[VerifierKey],
    signed: Checkpoint | None = None,
    held: Sequence[str] = (),
    restored: bool = False,
) -> Report:
    """Verify everything.

    `keys` are those that are believed, best from outside this house; `signed` is what the signer says it signed last;
    `held` are checkpoints that others keep (a witness, a printed page, a receipt). With `restored` the database is a
    backup's and older than what was signed: what was signed behind its end is not looked for.
    """
    report = Report()
    promised = Promised(report, published, Policy(tuple(keys)))
    for number, raw in enumerate(held, start=1):
        promised.take(raw, f"the checkpoint {number} that others hold")
    if signed is not None:
        promised.expect(signed, "the signer")
    if restored:
        promised.forget_behind(tree_size())
    leaves, edge, size = Leaves(report, published), Edge(), promised.size
    promised.compare(0, edge.root)
    times = iter(promised.times)
    reached = next(times, None)
    for index, leaf, at in leaves.hashes(size):
        edge.add(leaf)
        while reached is not None and reached[0] <= index:
            reached = next(times, None)
        report.late += _is_late(at, reached)
        if index + 1 in promised.roots:
            promised.compare(index + 1, edge.root)
    leaves.check_waiting()
    leaves.finish()
    check_chains(report)
    check_rows(report)
    _check_upper_tiles(report, published, size)
    return report


def _is_late(at: datetime | None, reached: tuple[int, datetime] | None) -> bool:
    return at is not None and reached is not None and reached[1] - at > LATE


def _check_upper_tiles(report: Report, published: Published, size: int) -> None:
    """Fold every full tile and find the result one level up."""
    for tile in _upper(size):
        try:
            raw = published.read_tile(tile)
            below = [
                fold(hashes_in(published.read_tile(Tile(tile.level - 1, tile.number * 256 + at))))
                for at in range(tile.width)
            ]
        except TileMissing as error:
            report.tell("tile_missing", str(error), "the tile is not on the disk")
            continue
        if hashes_in(raw) != below:
            report.tell("tile_differs", tile.path, "it is not what the tiles below it come to")


def _upper(size: int) -> Iterator[Tile]:
    return (tile for tile in tiles_of(size) if tile.level)
