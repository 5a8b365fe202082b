"""The journal's formats, against the design vector that any other implementation must meet too."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.contexts.ledger.canonical import NotCanonical, canonical
from answerable.contexts.ledger.leaf import commit, leaf_bytes, leaf_hash

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PUB = {
    "case": "A7-K7QF-3M2P",
    "case_seq": 1,
    "event": "case.received",
    "prev": "",
    "text_sha256": "c9b1e645e650a33b00ab4894108d671aaca0b683554eff94ef42f81af89af183",
}
INT = {"actor": "post:front-desk-1", "channel": "web"}
R_PUB = sha256(b"test opening pub").digest()
R_INT = sha256(b"test opening int").digest()


def test_the_design_vector_is_met() -> None:
    commit_pub, commit_int = commit("pub", R_PUB, canonical(PUB)), commit("int", R_INT, canonical(INT))
    assert b64encode(commit_pub).decode() == "WcoszsABqkCrHX5NH9t4G06rR+uVi7k493h/43Wb6kE="
    assert b64encode(commit_int).decode() == "l2D9yRAgLP+4Jf6Z8+RilMbORmnCrXYF5uRDFoyqs5s="
    leaf = leaf_bytes(AT, commit_pub, commit_int)
    assert leaf.startswith(b'{"at":"2026-01-02T03:04:05Z","int":')
    assert leaf_hash(leaf).hex() == "6a2d5c86b92bbea03442470f620aeb11852788ad393df0c7b8494b4ca4d85b23"


def test_a_commitment_binds_its_part_its_opening_and_its_body() -> None:
    commitments = {
        commit("pub", R_PUB, canonical(PUB)),
        commit("int", R_PUB, canonical(PUB)),
        commit("pub", R_INT, canonical(PUB)),
        commit("pub", R_PUB, canonical({**PUB, "case_seq": 2})),
        commit("pub", R_PUB, canonical(None)),
    }
    assert len(commitments) == 5


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {"k": 2**53},
        {"ключ": 1},
        {1: "x"},
        "e\u0301",
        ["路灯", {"x": "e\u0301"}],
        "\ud800",
        {"x": {1, 2}},
        [[AT]],
        {"x": [0.5]},
        b"x",
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@given(st.dictionaries(st.text(alphabet="abcxyz_", min_size=1), st.integers(-(2**53) + 1, 2**53 - 1)))
def test_the_order_of_keys_does_not_matter(body: dict[str, int]) -> None:
    assert canonical(body) == canonical(dict(reversed(body.items())))


_TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: normalize("NFC", text))
_BODIES = st.recursive(
    _TEXTS | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="abc_"), inner),
)


@given(_BODIES)
@example("\n\u0301")
def test_the_bytes_are_those_that_the_standard_library_gives(body: object) -> None:
    plain = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(body).decode() == plain
