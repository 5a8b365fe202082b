"""Hash tiles (C2SP tlog-tiles): the tree cut into files of 256 hashes, which never change once they are full.

`tile/<L>/<N>` holds the hashes at height 8·L, from number 256·N on; `.p/<W>` marks one that has only W of them yet.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from answerable.contexts.ledger.tlog.merkle import HASH_SIZE, node_hash
from answerable.contexts.ledger.tlog.proofs import Nodes

WIDTH = 256
HEIGHT = 8
_PATH = re.compile(
    r"tile/(?P<level>0|[1-9]\d?)/(?P<number>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?", re.ASCII
)


class Tile(NamedTuple):
    """The name of a tile."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        digits = f"{self.number % 1000:03d}"
        rest = self.number // 1000
        while rest:
            digits = f"x{rest % 1000:03d}/{digits}"
            rest //= 1000
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{self.level}/{digits}{part}"


def parse_path(path: str) -> Tile:
    """Return the tile that a path names.

    Raises:
        ValueError: it names none, or not in the one way in which it should.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise ValueError("no tile's path")
    number = int(match["number"].replace("x", "").replace("/", ""))
    tile = Tile(int(match["level"]), number, int(match["width"] or WIDTH))
    if tile.path != path or tile.level > 63:
        raise ValueError("no tile's path")
    return tile


def width_at(size: int, level: int, number: int) -> int:
    """Return how many hashes a tile has in a tree of this size."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Return the tiles of a tree, the leaves' first."""
    level = 0
    while count := size >> (HEIGHT * level):
        for number in range(-(-count // WIDTH)):
            yield Tile(level, number, width_at(size, level, number))
        level += 1


def hashes_in(raw: bytes) -> list[bytes]:
    return [raw[at : at + HASH_SIZE] for at in range(0, len(raw), HASH_SIZE)]


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def nodes_from_tiles(read: Callable[[Tile], bytes], size: int) -> Nodes:
    """Return the subtrees of a tree of this size, read from its tiles; each tile is read once."""
    read_once = lru_cache(maxsize=4096)(read)

    @lru_cache(maxsize=65536)
    def node(height: int, index: int) -> bytes:
        level, within = divmod(height, HEIGHT)
        first = index << within
        number = first // WIDTH
        raw = read_once(Tile(level, number, width_at(size, level, number)))
        start = first - number * WIDTH
        return fold(hashes_in(raw[start * HASH_SIZE : (start + (1 << within)) * HASH_SIZE]))

    return node


def grown_tiles(
    read: Callable[[Tile], bytes], size: int, leaves: Sequence[bytes]
) -> Iterator[tuple[Tile, bytes]]:
    """Return the tiles that change when leaf hashes are added to a tree of `size`, whose tiles `read` gives."""
    level, added = 0, list(leaves)
    while added:
        count = size >> (HEIGHT * level)
        number, width = divmod(count, WIDTH)
        kept = read(Tile(level, number, width)) if width else b""
        raw = kept + b"".join(added)
        added = []
        for start in range(0, len(raw), WIDTH * HASH_SIZE):
            chunk = raw[start : start + WIDTH * HASH_SIZE]
            tile = Tile(level, number, len(chunk) // HASH_SIZE)
            yield tile, chunk
            if tile.width == WIDTH:
                added.append(fold(hashes_in(chunk)))
            number += 1
        level += 1
