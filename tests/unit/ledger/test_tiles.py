from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tlog_scales.tiles import tile_path

from answerable.contexts.ledger.tlog.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from answerable.contexts.ledger.tlog.proofs import consistency_proof, inclusion_proof, tree_root
from answerable.contexts.ledger.tlog.tiles import Tile, grown_tiles, nodes_from_tiles, parse_path, tiles_of

HASHES = [leaf_hash(b"%d" % number) for number in range(70_000)]


def grow(store: dict[Tile, bytes], size: int, more: int) -> int:
    store.update(grown_tiles(store.__getitem__, size, HASHES[size : size + more]))
    return size + more


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 5, 8), "tile/0/005.p/8"),
        (Tile(1, 1234067), "tile/1/x001/x234/067"),
        (Tile(2, 1000, 255), "tile/2/x001/000.p/255"),
    ],
)
def test_a_tile_is_named_as_the_standard_says(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile
    assert "/".join(tile_path(tile.level, tile.number, tile.width % 256)) == path


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/x000/001",
        "tile/64/000",
        "tile/0/000/../001",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/entries/000",
    ],
)
def test_a_tile_has_one_name_only(path: str) -> None:
    with pytest.raises(ValueError, match="no tile"):
        parse_path(path)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 900), min_size=1, max_size=6))
def test_tiles_grow_to_the_same_tree_whatever_the_steps(steps: list[int]) -> None:
    store: dict[Tile, bytes] = {}
    size = 0
    for more in steps:
        size = grow(store, size, more)
    at_once: dict[Tile, bytes] = {}
    grow(at_once, 0, size)
    assert {tile: store[tile] for tile in tiles_of(size)} == at_once
    assert tree_root(nodes_from_tiles(store.__getitem__, size), size) == root_of(HASHES[:size])


def test_proofs_out_of_tiles_hold_over_three_levels_and_for_older_trees() -> None:
    store: dict[Tile, bytes] = {}
    size = grow(store, 0, 70_000)
    root, nodes = root_of(HASHES), nodes_from_tiles(store.__getitem__, size)
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        proof = inclusion_proof(nodes, index, size)
        verify_inclusion(index=index, size=size, leaf=HASHES[index], hashes=proof, root=root)
    for old in (1, 256, 300, 65_536, 65_537, 69_999):
        since, older = consistency_proof(nodes, old, size), tree_root(nodes, old)
        assert older == root_of(HASHES[:old])
        verify_consistency(old=old, new=size, hashes=since, old_root=older, new_root=root)


def test_each_tile_is_read_once() -> None:
    store: dict[Tile, bytes] = {}
    size, asked = grow(store, 0, 3000), []

    def counting(read: Callable[[Tile], bytes]) -> Callable[[Tile], bytes]:
        def counted(tile: Tile) -> bytes:
            asked.append(tile)
            return read(tile)

        return counted

    nodes = nodes_from_tiles(counting(store.__getitem__), size)
    inclusion_proof(nodes, 1500, size)
    consistency_proof(nodes, 1500, size)
    assert len(asked) == len(set(asked)) <= 4
