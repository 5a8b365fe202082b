"""A receipt proves its own lines and nothing else; every way to bend one is found."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from answerable.contexts.ledger.canonical import canonical
from answerable.contexts.ledger.leaf import commit, leaf_bytes, leaf_hash
from answerable.contexts.ledger.receipts.acceptance import WITHIN, accept, key_name, open_acceptance
from answerable.contexts.ledger.receipts.proven import pack_extra, prove
from answerable.contexts.ledger.receipts.receipt_file import (
    KEY_MADE,
    InvalidReceipt,
    join_parts,
    split_parts,
    verify_receipt,
)
from answerable.contexts.ledger.receipts.views_of_one_log import NotCompared, SplitView, compare, compare_all
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.keys import SigningKey
from answerable.contexts.ledger.tlog.merkle import InvalidProof, root_of
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note
from answerable.contexts.ledger.tlog.policies import Policy, open_checkpoint
from answerable.contexts.ledger.tlog.proof_files import ProofFile, parse_proof
from answerable.contexts.ledger.tlog.proofs import consistency_proof, inclusion_proof
from answerable.contexts.ledger.tlog.tiles import fold

ORIGIN = "journal.example/t1"
LOG = SigningKey.from_seed(ORIGIN, sha256(b"log").digest())
ACCEPTING = SigningKey.from_seed(key_name(ORIGIN), sha256(b"accept").digest())
POLICY = Policy((LOG.verifier,))
AT = datetime(2026, 5, 11, 1, 14, 7, tzinfo=UTC)
CODES = ("intake.submission.received", "cases.case.opened", "cases.round.dispatched", "cases.round.answered")


class Log:
    """A small log with the lines of one matter among those of others."""

    def __init__(self, case: str = "2026-AAAA-AAAA", others: int = 5) -> None:
        self.leaves: list[bytes] = []
        self.lines: list[tuple[int, bytes, dict[str, object], bytes]] = []
        before = b""
        for number, code in enumerate(CODES, start=1):
            self.leaves += [sha256(b"%d/%d" % (number, other)).digest() for other in range(others)]
            pub: dict[str, object] = {
                "case": case,
                "case_seq": number,
                "event": code,
                "prev": b64.encode(before),
            }
            before = self.append(pub, b"%d" % number)
        made: dict[str, object] = {"event": KEY_MADE, "vkey": ACCEPTING.verifier.text}
        self.append(made, b"key")

    def append(self, pub: dict[str, object], salt: bytes) -> bytes:
        opening = sha256(b"opening" + salt).digest()
        raw = leaf_bytes(AT, commit("pub", opening, canonical(pub)), commit("int", opening, b"{}"))
        self.leaves.append(leaf_hash(raw))
        self.lines.append((len(self.leaves) - 1, raw, pub, opening))
        return self.leaves[-1]

    def nodes(self, height: int, number: int) -> bytes:
        return fold(self.leaves[number << height : (number + 1) << height])

    def note(self, size: int | None = None, key: SigningKey = LOG) -> str:
        leaves = self.leaves[:size]
        text = Checkpoint(ORIGIN, len(leaves), root_of(leaves)).text
        return Note(text).signed(key.sign(text)).encoded

    def proof(self, number: int) -> ProofFile:
        index, raw, pub, opening = self.lines[number]
        size = len(self.leaves)
        hashes = inclusion_proof(self.nodes, index, size)
        return ProofFile(index, tuple(hashes), self.note(), pack_extra(raw, pub, opening))

    def parts(self) -> list[str]:
        return [self.proof(number).encoded for number in range(len(CODES))]

    def promise(self) -> str:
        return accept(ORIGIN, self.leaves[self.lines[0][0]], AT, ACCEPTING).encoded


LOGGED = Log()


def test_a_receipt_proves_the_acts_in_their_order() -> None:
    found = verify_receipt(join_parts(LOGGED.parts()), POLICY)
    assert found.case == "2026-AAAA-AAAA"
    assert [line.code for line in found.lines] == list(CODES)
    assert {line.at for line in found.lines} == {AT}
    assert [one.checkpoint.size for one in found.checkpoints] == [len(LOGGED.leaves)]


def test_each_part_is_a_proof_file_of_its_own() -> None:
    for part in split_parts(join_parts(LOGGED.parts())):
        assert prove(part, POLICY).case == "2026-AAAA-AAAA"


def test_windows_line_ends_and_a_mark_at_the_start_do_no_harm() -> None:
    raw = "\ufeff" + join_parts(LOGGED.parts()).replace("\n", "\r\n")
    assert len(verify_receipt(raw.encode(), POLICY).lines) == len(CODES)


def test_a_line_that_was_left_out_or_changed_places_is_noticed() -> None:
    parts = LOGGED.parts()
    for bent in (parts[1:], parts[:1] + parts[2:], [parts[1], parts[0], *parts[2:]], [parts[0], *parts]):
        with pytest.raises(InvalidReceipt):
            verify_receipt(join_parts(bent), POLICY)


def test_lines_of_another_matter_are_no_part_of_it() -> None:
    other = Log("2026-BBBB-BBBB", others=5)
    with pytest.raises(InvalidReceipt, match="two matters"):
        verify_receipt(join_parts([*LOGGED.parts()[:1], other.parts()[1]]), POLICY)


def bend(change: Callable[[dict[str, object]], object]) -> str:
    """Return the first proof with another `extra`."""
    proof = LOGGED.proof(0)
    extra = json.loads(proof.extra or b"")
    change(extra)
    return replace(proof, extra=json.dumps(extra, ensure_ascii=False).encode()).encoded


@pytest.mark.parametrize(
    "change",
    [
        lambda extra: extra["pub"].update(event="cases.round.answered"),
        lambda extra: extra["pub"].update(due="2026-01-01"),
        lambda extra: extra["pub"].update(case_seq=1.5),
        lambda extra: extra.update(r_pub=b64.encode(b"x" * 32)),
        lambda extra: extra.update(leaf=extra["leaf"].replace("2026", "2025")),
        lambda extra: extra.update(leaf=extra["leaf"] + " "),
        lambda extra: extra.update(leaf="{}"),
        lambda extra: extra.update(more=1),
        lambda extra: extra.pop("pub"),
        lambda extra: extra.update(pub=[]),
    ],
)
def test_words_that_are_not_those_of_the_leaf_are_refused(
    change: Callable[[dict[str, object]], object],
) -> None:
    with pytest.raises((InvalidNote, InvalidProof)):
        verify_receipt(bend(change), POLICY)


@generated(st.integers(0, 10**6), st.integers(0, 127))
def test_no_character_can_be_changed(place: int, char: int) -> None:
    raw = join_parts(LOGGED.parts()[:2])
    place %= len(raw)
    bent = raw[:place] + chr(char) + raw[place + 1 :]
    if bent.replace("\r\n", "\n") == raw:
        return
    try:
        found = verify_receipt(bent, POLICY)
    except (InvalidNote, InvalidProof):
        return
    # A character that belongs to nobody's signature may change; what is proven may not.
    assert found.lines == verify_receipt(raw, POLICY).lines


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", "hello", "c2sp.org/tlog-proof@v1\n", "x" * (5 << 20)])
def test_what_is_no_receipt_is_refused(raw: str | bytes) -> None:
    with pytest.raises(InvalidNote):
        verify_receipt(raw, POLICY)


def test_another_log_is_not_believed() -> None:
    stranger = SigningKey.from_seed(ORIGIN, sha256(b"stranger").digest())
    with pytest.raises(InvalidNote):
        verify_receipt(join_parts(LOGGED.parts()), Policy((stranger.verifier,)))


def test_a_promise_is_believed_by_a_known_key_or_by_one_that_the_journal_names() -> None:
    note = LOGGED.promise()
    [promise] = verify_receipt(note, POLICY, [ACCEPTING.verifier]).promises
    assert (promise.accepted, promise.include_by) == (AT, AT + WITHIN)
    with pytest.raises(InvalidNote):
        verify_receipt(note, POLICY)
    named = join_parts([note, LOGGED.proof(len(CODES)).encoded])
    assert verify_receipt(named, POLICY).promises == (promise,)


def test_an_acceptance_key_signs_no_checkpoint_and_the_log_key_no_promise() -> None:
    with pytest.raises(InvalidNote):
        open_checkpoint(LOGGED.note(key=ACCEPTING), POLICY)
    forged = accept(ORIGIN, LOGGED.leaves[0], AT, LOG).encoded
    with pytest.raises(InvalidNote):
        open_acceptance(forged, [LOG.verifier, ACCEPTING.verifier])


def test_a_broken_promise_is_told_and_a_kept_one_is_not() -> None:
    late = AT + WITHIN + timedelta(seconds=1)
    alone = verify_receipt(LOGGED.promise(), POLICY, [ACCEPTING.verifier])
    assert alone.broken(AT + WITHIN) == []
    assert alone.broken(late) == list(alone.promises)
    kept = verify_receipt(join_parts([LOGGED.promise(), *LOGGED.parts()]), POLICY, [ACCEPTING.verifier])
    assert kept.broken(late) == []


def test_a_promise_about_another_matter_does_not_belong_to_it() -> None:
    note = accept(ORIGIN, LOGGED.leaves[0], AT, ACCEPTING).encoded
    with pytest.raises(InvalidReceipt, match="another matter"):
        verify_receipt(join_parts([note, *LOGGED.parts()]), POLICY, [ACCEPTING.verifier])


def test_two_histories_are_evidence_with_both_signatures() -> None:
    """T34: the log shows client B a tree in which one line is another."""
    forked = Log()
    forked.leaves[3] = sha256(b"rewritten").digest()
    first, second = open_checkpoint(LOGGED.note(), POLICY), open_checkpoint(forked.note(), POLICY)
    with pytest.raises(SplitView) as found:
        compare(first, second)
    assert set(found.value.notes) == {LOGGED.note(), forked.note()}
    with pytest.raises(SplitView):
        compare_all([first, first, second])
    compare(first, first)


def test_a_smaller_tree_needs_a_proof_that_the_larger_begins_with_it() -> None:
    old, new = open_checkpoint(LOGGED.note(7), POLICY), open_checkpoint(LOGGED.note(), POLICY)
    with pytest.raises(NotCompared) as needed:
        compare(new, old)
    assert (needed.value.old, needed.value.new) == (7, len(LOGGED.leaves))
    hashes = consistency_proof(LOGGED.nodes, 7, len(LOGGED.leaves))
    compare(new, old, hashes)
    with pytest.raises(InvalidProof):
        compare(new, old, hashes[::-1])


def test_a_proof_of_a_stranger_s_tool_has_the_same_shape() -> None:
    proof = parse_proof(LOGGED.parts()[0])
    assert proof.encoded == LOGGED.parts()[0]
