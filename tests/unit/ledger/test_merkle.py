"""The tree against the public vectors, against tampered proofs, and against a stranger's implementation."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scitt_cose import merkle as stranger
from tlog_scales.tlog import ConsistencyProof, ConsistencyProofInvalid, InclusionProof, InclusionProofInvalid

from answerable.contexts.ledger.tlog.merkle import (
    InvalidProof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from answerable.contexts.ledger.tlog.proofs import consistency_proof, inclusion_proof, tree_root
from answerable.contexts.ledger.tlog.tiles import fold

# V1 and V2: transparency-dev/merkle and google/certificate-transparency.
LEAVES = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(one)
    for one in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
SIXTH_OF_EIGHT = [
    bytes.fromhex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
    bytes.fromhex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
    ROOTS[4],
]
SIX_IN_EIGHT = [
    bytes.fromhex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
    *SIXTH_OF_EIGHT[1:],
]


def nodes(hashes: list[bytes]) -> Callable[[int, int], bytes]:
    return lambda height, index: fold(hashes[index << height : (index + 1) << height])


def numbered(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert root_of(HASHES[:size]) == tree_root(nodes(HASHES), size) == ROOTS[size]


def test_the_proofs_are_the_published_ones() -> None:
    assert inclusion_proof(nodes(HASHES), 5, 8) == SIXTH_OF_EIGHT
    assert consistency_proof(nodes(HASHES), 6, 8) == SIX_IN_EIGHT


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 33])
def test_a_stranger_makes_the_same_proofs_and_believes_ours(size: int) -> None:
    entries = [b"%d" % number for number in range(size)]
    written, hashes = [entry.hex() for entry in entries], [leaf_hash(entry) for entry in entries]
    root = root_of(hashes)
    assert stranger.merkle_root(written) == root.hex()
    for index in range(size):
        proof = inclusion_proof(nodes(hashes), index, size)
        assert stranger.inclusion_proof(written, index) == [one.hex() for one in proof]
        assert stranger.verify_inclusion(written[index], index, size, [o.hex() for o in proof], root.hex())
        InclusionProof(index, size, proof).check(hashes[index], root)
        verify_inclusion(index=index, size=size, leaf=hashes[index], hashes=proof, root=root)
    for old in range(size + 1):
        proof = consistency_proof(nodes(hashes), old, size)
        older = root_of(hashes[:old])
        assert stranger.consistency_proof(written, old, size) == [one.hex() for one in proof]
        ConsistencyProof(old, size, proof).check(older, root)
        verify_consistency(old=old, new=size, hashes=proof, old_root=older, new_root=root)


def flipped(raw: bytes) -> bytes:
    return bytes([raw[0] ^ 16]) + raw[1:]


def tampered(hashes: list[bytes], *roots: bytes) -> list[list[bytes]]:
    """Return the ways in which the public probes spoil a list of hashes."""
    spoilt = [[*hashes[:at], flipped(hashes[at]), *hashes[at + 1 :]] for at in range(len(hashes))]
    for extra in (b"", b"\x00" * 32, *roots, *hashes[:1]):
        spoilt += [[extra, *hashes], [*hashes, extra]]
    spoilt += [hashes[:-1], hashes[1:], [], [hashes[0][:31], *hashes[1:]], [b"\x00" * 32] * 64]
    return [one for one in spoilt if one != hashes]


@pytest.mark.parametrize(("index", "size"), [(0, 8), (5, 8), (2, 3), (1, 5), (6, 7)])
def test_no_tampered_inclusion_proof_is_believed(index: int, size: int) -> None:
    proof, root = inclusion_proof(nodes(HASHES), index, size), ROOTS[size]
    verify_inclusion(index=index, size=size, leaf=HASHES[index], hashes=proof, root=root)
    probes = [(index, size, HASHES[index], one, root) for one in tampered(proof, root, HASHES[index])]
    others = {(index - 1, size), (index + 1, size), (index ^ 2, size), (index, size * 2), (index, size // 2)}
    probes += [(*other, HASHES[index], proof, root) for other in others]
    probes += [
        (index, size, HASHES[index], proof, flipped(root)),
        (index, size, flipped(HASHES[index]), proof, root),
        (index, size, root, proof, HASHES[index]),
        (index, size, HASHES[index], proof, b"WrongRoot"),
        (index, size, HASHES[index], proof, b""),
        (index, 0, HASHES[index], proof, root),
        (size, size, HASHES[index], proof, root),
    ]
    for at, of, leaf, hashes, expected in probes:
        with pytest.raises(InvalidProof):
            verify_inclusion(index=at, size=of, leaf=leaf, hashes=hashes, root=expected)
        with pytest.raises(InclusionProofInvalid):
            InclusionProof(at, of, hashes).check(leaf, expected)


@pytest.mark.parametrize(("old", "new"), [(1, 8), (6, 8), (2, 5), (4, 8), (3, 7), (7, 8)])
def test_no_tampered_consistency_proof_is_believed(old: int, new: int) -> None:
    proof, first, second = consistency_proof(nodes(HASHES), old, new), ROOTS[old], ROOTS[new]
    verify_consistency(old=old, new=new, hashes=proof, old_root=first, new_root=second)
    probes = [(old, new, one, first, second) for one in tampered(proof, first, second)]
    others = {(old - 1, new), (old + 1, new), (old ^ 2, new), (old, new * 2), (old, new // 2), (new, old)}
    probes += [(*other, proof, first, second) for other in others]
    probes += [
        (old, new, proof, second, first),
        (old, new, proof, flipped(first), second),
        (old, new, proof, first, flipped(second)),
        (old, new, proof, b"", second),
        (old, new, proof, first, b"WrongRoot"),
    ]
    for at, to, hashes, older, newer in probes:
        with pytest.raises(InvalidProof):
            verify_consistency(old=at, new=to, hashes=hashes, old_root=older, new_root=newer)
        with pytest.raises(ConsistencyProofInvalid):
            ConsistencyProof(at, to, hashes).check(older, newer)


def test_where_there_is_nothing_to_show_nothing_may_be_shown() -> None:
    empty = ROOTS[0]
    verify_consistency(old=0, new=8, hashes=[], old_root=empty, new_root=ROOTS[8])
    verify_consistency(old=8, new=8, hashes=[], old_root=ROOTS[8], new_root=ROOTS[8])
    for old, hashes, older in [
        (0, [ROOTS[8]], empty),
        (0, [], ROOTS[1]),
        (8, [ROOTS[8]], ROOTS[8]),
        (8, [], ROOTS[7]),
    ]:
        with pytest.raises(InvalidProof):
            verify_consistency(old=old, new=8, hashes=hashes, old_root=older, new_root=ROOTS[8])


@given(st.integers(1, 300), st.data())
def test_every_leaf_of_every_tree_is_proven(size: int, data: st.DataObject) -> None:
    hashes = numbered(size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    root = root_of(hashes)
    proof = inclusion_proof(nodes(hashes), index, size)
    verify_inclusion(index=index, size=size, leaf=hashes[index], hashes=proof, root=root)
    since = consistency_proof(nodes(hashes), old, size)
    verify_consistency(old=old, new=size, hashes=since, old_root=root_of(hashes[:old]), new_root=root)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    assert leaf_hash(b"ab") != node_hash(b"a", b"b") != sha256(b"ab").digest()
