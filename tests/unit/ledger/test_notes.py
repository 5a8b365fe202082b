"""Signed notes, checkpoints and proof files against the public vectors and against a stranger's reader."""

from base64 import b64encode
from hashlib import sha256

import pytest
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as StrangersCheckpoint

from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.keys import KeyKind, SigningKey, VerifierKey
from answerable.contexts.ledger.tlog.merkle import EMPTY_ROOT, InvalidProof, leaf_hash, root_of
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note, parse_note
from answerable.contexts.ledger.tlog.policies import InvalidPolicy, Policy, open_checkpoint, parse_policy
from answerable.contexts.ledger.tlog.proof_files import ProofFile, parse_proof
from answerable.contexts.ledger.tlog.proofs import inclusion_proof
from answerable.contexts.ledger.tlog.tiles import fold

# V4: signed-note.md; V5: golang/mod.
EXAMPLE = (
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "This is an example message.\n",
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
)
NEUMANN = (
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
)
# V6: ours.
ORIGIN = "journal.answerable.example/t1"
LOG = SigningKey.from_seed(ORIGIN, sha256(b"answerable public test key, never use").digest())
V6_LEAF = bytes.fromhex("6a2d5c86b92bbea03442470f620aeb11852788ad393df0c7b8494b4ca4d85b23")
PADS = [leaf_hash(b"answerable pad %d" % number) for number in range(7)]
TREE = [*PADS[:5], V6_LEAF, *PADS[5:]]
CHECKPOINT = Checkpoint(ORIGIN, 8, root_of(TREE))
NOTE = Note(CHECKPOINT.text).signed(LOG.sign(CHECKPOINT.text))
WITNESS = SigningKey.from_seed("witness.example/w1", sha256(b"a witness").digest(), KeyKind.WITNESS)
OTHER = SigningKey.from_seed("witness.example/w2", sha256(b"another").digest(), KeyKind.WITNESS)


@pytest.mark.parametrize(("vkey", "text", "line"), [EXAMPLE, NEUMANN])
def test_published_notes_are_believed(vkey: str, text: str, line: str) -> None:
    key = VerifierKey.parse(vkey)
    assert key.text == vkey
    note, signed = open_note(f"{text}\n{line}", [key])
    assert (note.text, note.encoded, set(signed)) == (text, f"{text}\n{line}", {key})


def test_our_design_vector_is_met() -> None:
    assert LOG.verifier.text == f"{ORIGIN}+85526458+AW5MToKnOPB+MBAS027XqRF9ZoZenEMICdW3X9D1hdw6"
    assert CHECKPOINT.root.hex() == "63b90d459f7356a4a277cdc6442474ceb3f89720690d840c000939fc0203d796"
    assert NOTE.signatures[0].line == (
        f"— {ORIGIN} hVJkWG0PPQmo/UZmU3awCVjVf4CWrS5yDVyLrkuSpc2CGVeeQy91tkDtwhKnRSa2wQUb3XKsSeQafKsboN+f9PDNtQM=\n"
    )


def test_a_stranger_reads_our_checkpoint_and_a_witness_under_it() -> None:
    note = NOTE.signed(WITNESS.cosign(NOTE.text, 1_767_323_045))
    theirs = StrangersCheckpoint.from_text(note.encoded)
    assert (theirs.origin, theirs.size, theirs.root_hash) == (ORIGIN, 8, CHECKPOINT.root)
    assert theirs.serialize_body() == CHECKPOINT.text
    for key in (LOG, WITNESS):
        theirs.verify(Vkey.from_string(key.verifier.text))


EXAMPLE_NOTE = f"{EXAMPLE[1]}\n{EXAMPLE[2]}"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "no signatures\n",
        "\n\n— x AAAAAAAA\n",
        EXAMPLE_NOTE[:-1],
        EXAMPLE_NOTE.replace("\n\n", "\n"),
        EXAMPLE_NOTE.replace("—", "-"),
        EXAMPLE_NOTE.replace("— example", "—  example"),
        EXAMPLE_NOTE.replace("message", "mess\tage"),
        EXAMPLE_NOTE.replace("\n", "\r\n"),
        EXAMPLE_NOTE.replace("aQM=", "aQN="),
        EXAMPLE_NOTE.replace("aQM=", "aQM"),
        EXAMPLE_NOTE + "\n",
        EXAMPLE_NOTE + "— example.com/foo AAAA\n",
        EXAMPLE_NOTE + "— a+b AAAAAAAA\n",
        EXAMPLE_NOTE + "— x AAAAAAAA\n" * 101,
        EXAMPLE_NOTE.encode()[:40] + b"\xff" + EXAMPLE_NOTE.encode()[40:],
        "x" * 300_000 + EXAMPLE_NOTE,
    ],
)
def test_a_malformed_note_is_refused(raw: str | bytes) -> None:
    with pytest.raises(InvalidNote):
        parse_note(raw)


def test_keys_that_we_do_not_know_are_passed_over_and_a_known_one_that_fails_is_not() -> None:
    key = VerifierKey.parse(EXAMPLE[0])
    strange = EXAMPLE_NOTE + NEUMANN[2]
    assert set(open_note(strange, [key])[1]) == {key}
    with pytest.raises(InvalidNote, match="PeterNeumann"):
        open_note(strange, [key, VerifierKey.parse(NEUMANN[0])])
    with pytest.raises(InvalidNote, match="nobody"):
        open_note(NOTE.encoded, [key])
    with pytest.raises(InvalidNote, match="does not fit"):
        open_note(EXAMPLE_NOTE.replace("example message", "exemple message"), [key])
    assert len(parse_note(EXAMPLE_NOTE + "— x AAAAAAAA\n" * 99).signatures) == 100


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE[0].replace("530d903a", "530d903b"),
        EXAMPLE[0].replace("example.com", "example.org"),
        EXAMPLE[0].upper(),
        EXAMPLE[0][:-4],
        EXAMPLE[0] + "\n",
        "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        f"x+00000000+{b64encode(bytes([9]) + b'k' * 32).decode()}",
    ],
)
def test_a_malformed_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        CHECKPOINT.text + "extension\n",
        CHECKPOINT.text.replace("\n8\n", "\n08\n"),
        CHECKPOINT.text.replace("\n8\n", "\n-8\n"),
        CHECKPOINT.text.replace("\n8\n", "\n9223372036854775808\n"),
        CHECKPOINT.text.replace("\n8\n", "\n\n"),
        CHECKPOINT.text.replace("\n8\n", "\n0\n"),
        CHECKPOINT.text[:-2] + "\n",
        "\n" + CHECKPOINT.text.partition("\n")[2],
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(InvalidNote):
        parse_checkpoint(text)


def test_an_empty_log_has_a_checkpoint() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert parse_checkpoint(empty.text) == empty


def test_a_proof_file_proves_its_leaf_and_no_other() -> None:
    proof = inclusion_proof(lambda height, index: fold(TREE[index << height : (index + 1) << height]), 5, 8)
    file = ProofFile(5, tuple(proof), NOTE.encoded, b'{"leaf":1}')
    lines = file.encoded.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra eyJsZWFmIjoxfQ==", "index 5"]
    assert (lines[6], lines[7], lines[8]) == ("", ORIGIN, "8")
    assert parse_proof(file.encoded.encode()) == file
    policy = Policy((LOG.verifier,))
    assert file.verify(V6_LEAF, policy).checkpoint == CHECKPOINT
    with pytest.raises(InvalidProof):
        file.verify(PADS[0], policy)
    bare = ProofFile(0, (), NOTE.encoded)
    assert parse_proof(bare.encoded) == bare
    for spoilt in (
        file.encoded.replace("@v1", "@v2"),
        file.encoded.replace("index 5", "index 05"),
        file.encoded.replace("index 5\n", ""),
        file.encoded.replace(lines[3], lines[3][:-4]),
        file.encoded.replace("extra e", "extra  e"),
        lines[0] + "\n",
    ):
        with pytest.raises(InvalidNote):
            parse_proof(spoilt)


def policy(quorum: str, *more: str) -> Policy:
    lines = [
        "# whom we believe",
        f"log {LOG.verifier.text} https://journal.example/",
        f"witness w1 {WITNESS.verifier.text}",
        f"\twitness  w2 {OTHER.verifier.text} https://w2.example/",
        *more,
        f"quorum {quorum}",
        "",
    ]
    return parse_policy("\n".join(lines))


def test_a_policy_asks_for_as_many_witnesses_as_it_says() -> None:
    one = NOTE.signed(WITNESS.cosign(NOTE.text, 1_767_323_045))
    both = one.signed(OTHER.cosign(NOTE.text, 1_767_323_046))
    assert open_checkpoint(NOTE.encoded, policy("none")).witnessed == {}
    assert open_checkpoint(one.encoded, policy("w1")).witnessed == {"w1": 1_767_323_045}
    assert open_checkpoint(one.encoded, policy("g", "group g any w1 w2")).checkpoint == CHECKPOINT
    assert open_checkpoint(both.encoded, policy("g", "group g 2 w1 w2")).checkpoint == CHECKPOINT
    for raw, asked in [(NOTE, policy("w1")), (one, policy("w2")), (one, policy("g", "group g all w1 w2"))]:
        with pytest.raises(InvalidNote, match="few witnesses"):
            open_checkpoint(raw.encoded, asked)
    forged = WITNESS.cosign(NOTE.text, 1)._replace(payload=WITNESS.cosign(NOTE.text + "x\n", 1).payload)
    with pytest.raises(InvalidNote, match="does not fit"):
        open_checkpoint(NOTE.signed(forged).encoded, policy("w1"))


def test_only_the_logs_own_key_vouches_for_its_checkpoint() -> None:
    accept = SigningKey.from_seed(f"{ORIGIN}/accept", b"a" * 32)
    stolen = Note(CHECKPOINT.text).signed(accept.sign(CHECKPOINT.text))
    with pytest.raises(InvalidNote, match="no key of this log"):
        open_checkpoint(stolen.encoded, Policy((LOG.verifier, accept.verifier)))
    witnessed = Note(CHECKPOINT.text).signed(WITNESS.cosign(CHECKPOINT.text, 1))
    with pytest.raises(InvalidNote, match="no key of this log"):
        open_checkpoint(witnessed.encoded, policy("none"))


@pytest.mark.parametrize(
    ("quorum", "more"),
    [
        ("w3", []),
        ("none\nquorum none", []),
        ("g", ["group g 3 w1 w2"]),
        ("g", ["group g 0 w1 w2"]),
        ("g", ["group g any"]),
        ("g", ["group g any g"]),
        ("g", ["group g any w1 w1"]),
        ("h", ["group g any w1", "group h any w1 g"]),
        ("none", ["group none any w1"]),
        ("none", [f"witness w9 {WITNESS.verifier.text}"]),
        ("none", [f"witness w9 {LOG.verifier.text}"]),
        ("none", [f"log {WITNESS.verifier.text}"]),
        ("none", [f"log {LOG.verifier.text}"]),
        ("none", ["trust me"]),
        ("none", ["# bell \a"]),
    ],
)
def test_a_faulty_policy_is_refused(quorum: str, more: list[str]) -> None:
    with pytest.raises(InvalidPolicy):
        policy(quorum, *more)


def test_a_policy_without_a_quorum_is_refused() -> None:
    with pytest.raises(InvalidPolicy, match="no quorum"):
        parse_policy(f"log {LOG.verifier.text}\n")
