"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, and the verification of its two proofs.

Stricter at the edges than the RFC's pseudocode: every hash has 32 bytes, there are at most 63 of them, and an empty old
tree or an unchanged tree is proven by no hashes at all.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_SIZE = 32
MAX_HASHES = 63
EMPTY_ROOT = sha256(b"").digest()


class InvalidProof(Exception):
    """The proof does not show what it should."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash under which a leaf enters the tree."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    # The complete subtrees on the right edge, the largest first, each with its height.
    edge: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while edge and edge[-1][0] == height:
            node = node_hash(edge.pop()[1], node)
            height += 1
        edge.append((height, node))
    if not edge:
        return EMPTY_ROOT
    root = edge.pop()[1]
    while edge:
        root = node_hash(edge.pop()[1], root)
    return root


def verify_inclusion(*, index: int, size: int, leaf: bytes, hashes: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash stands at the index of the tree (section 2.1.3.2).

    Raises:
        InvalidProof: it doesn't, or the proof is malformed.
    """
    _require_shape([leaf, root], hashes)
    if not 0 <= index < size:
        raise InvalidProof(f"there is no index {index} in a tree of {size}")
    at, last, node = index, size - 1, leaf
    for sibling in hashes:
        if last == 0:
            raise InvalidProof("too many hashes")
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise InvalidProof("too few hashes")
    if node != root:
        raise InvalidProof("the hashes lead to another root")


def verify_consistency(
    *, old: int, new: int, hashes: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check that the new tree begins with the old one (section 2.1.4.2).

    Raises:
        InvalidProof: it doesn't, or the proof is malformed.
    """
    _require_shape([old_root, new_root], hashes)
    if not 0 <= old <= new:
        raise InvalidProof(f"a tree of {new} can't begin with one of {old}")
    if old in (0, new):
        _verify_nothing_to_show(old, hashes, old_root, new_root)
        return
    if not hashes:
        raise InvalidProof("too few hashes")
    path = [old_root, *hashes] if old & (old - 1) == 0 else list(hashes)
    older, newer = _fold_both(path, old - 1, new - 1)
    if older != old_root:
        raise InvalidProof("the hashes lead to another old root")
    if newer != new_root:
        raise InvalidProof("the hashes lead to another new root")


def _fold_both(path: Sequence[bytes], at: int, last: int) -> tuple[bytes, bytes]:
    """Return the roots of the old and of the new tree to which a path leads."""
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise InvalidProof("too many hashes")
        if at & 1 or at == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise InvalidProof("too few hashes")
    return older, newer


def _verify_nothing_to_show(old: int, hashes: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    if hashes:
        raise InvalidProof("there is nothing to show, but there are hashes")
    if old == 0 and old_root != EMPTY_ROOT:
        raise InvalidProof("an empty tree has another root")
    if old != 0 and old_root != new_root:
        raise InvalidProof("two roots for one size")


def _require_shape(roots: Sequence[bytes], hashes: Sequence[bytes]) -> None:
    if len(hashes) > MAX_HASHES:
        raise InvalidProof(f"more than {MAX_HASHES} hashes")
    if any(len(one) != HASH_SIZE for one in (*roots, *hashes)):
        raise InvalidProof(f"a hash has not {HASH_SIZE} bytes")
