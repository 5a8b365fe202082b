"""Roots and proofs from the hashes of complete subtrees, wherever those are kept."""

from collections.abc import Callable, Iterator

from answerable.contexts.ledger.tlog.merkle import EMPTY_ROOT, node_hash

# The hash of the complete subtree over the leaves [index << height, (index + 1) << height).
Nodes = Callable[[int, int], bytes]


def tree_root(nodes: Nodes, size: int) -> bytes:
    """Return the root of the tree's first `size` leaves."""
    return _range_root(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return the hashes beside the leaf's way to the root, the leaf's neighbour first.

    Raises:
        ValueError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no index {index} in a tree of {size}")
    start, end = 0, size
    hashes: list[bytes] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            hashes.append(_range_root(nodes, middle, end))
            end = middle
        else:
            hashes.append(_range_root(nodes, start, middle))
            start = middle
    return hashes[::-1]


def consistency_proof(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """Return the hashes that show that the tree of `new` leaves begins with the tree of `old`.

    Raises:
        ValueError: it can't, because it is smaller.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} can't begin with one of {old}")
    if old in (0, new):
        return []
    start, end, known = 0, new, True
    hashes: list[bytes] = []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            hashes.append(_range_root(nodes, middle, end))
            end = middle
        else:
            hashes.append(_range_root(nodes, start, middle))
            start, known = middle, False
    # Whoever checks has the old root, so a proof that comes down to it leaves it out.
    if not known:
        hashes.append(_range_root(nodes, start, end))
    return hashes[::-1]


def _range_root(nodes: Nodes, start: int, end: int) -> bytes:
    """Return the root over a stretch that begins where a subtree of its size may begin."""
    parts = [nodes(height, index) for height, index in _complete(start, end)]
    root = parts.pop()
    while parts:
        root = node_hash(parts.pop(), root)
    return root


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch into complete subtrees, the largest first."""
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def _split(width: int) -> int:
    """Return the largest power of two below the width."""
    return 1 << ((width - 1).bit_length() - 1)
