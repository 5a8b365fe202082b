"""A witness cosigns one history of each log, over HTTP as C2SP's tlog-witness has it, and refuses every other."""

import io
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as StrangersCheckpoint

from answerable.contexts.ledger.tlog.add_checkpoint import AddCheckpoint, parse_known_size, parse_request
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.keys import SigningKey, VerifierKey
from answerable.contexts.ledger.tlog.merkle import leaf_hash, node_hash, root_of
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note, parse_note, parse_signatures
from answerable.contexts.ledger.tlog.proofs import consistency_proof
from answerable.contexts.ledger.witness.web import answer
from answerable.contexts.ledger.witness.witness import Witness
from answerable.contexts.ledger.witnessing import Folder

ORIGIN = "journal.example/1"
LOG = SigningKey.from_seed(ORIGIN, sha256(b"a log").digest())
THIEF = SigningKey.from_seed(ORIGIN, sha256(b"another log of that name").digest())
LEAVES = [leaf_hash(b"%d" % number) for number in range(64)]
OTHERS = [leaf_hash(b"not %d" % number) for number in range(64)]
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def request(
    old: int, size: int, *, leaves: list[bytes] = LEAVES, key: SigningKey = LOG, origin: str = ORIGIN
) -> bytes:
    def nodes(height: int, index: int) -> bytes:
        below = leaves[index << height : (index + 1) << height]
        while len(below) > 1:
            below = [node_hash(*below[at : at + 2]) for at in range(0, len(below), 2)]
        return below[0]

    hashes = consistency_proof(nodes, old, size) if old <= size else []
    text = Checkpoint(origin, size, root_of(leaves[:size])).text
    return AddCheckpoint(old, hashes, Note(text).signed(key.sign(text))).encoded


class Clock:
    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def witness(tmp_path: Path, clock: Clock) -> Witness:
    made = Witness(Folder(tmp_path), clock)
    made.begin("witness.example/w1")
    made.trust([LOG.verifier])
    return made


def post(witness: Witness, body: bytes) -> tuple[int, str, str]:
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/add-checkpoint",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    return answer(witness, environ)


def get(witness: Witness, path: str) -> tuple[int, str, str]:
    return answer(witness, {"REQUEST_METHOD": "GET", "PATH_INFO": path})


def test_what_continues_the_last_checkpoint_is_cosigned(witness: Witness) -> None:
    for old, size in ((0, 8), (8, 8), (8, 13), (13, 64)):
        raw = request(old, size)
        status, _, body = post(witness, raw)
        assert status == 200
        note = parse_request(raw).note.signed(*parse_signatures(body))
        _, signed = open_note(note.encoded, [witness.key.verifier])
        assert signed == {witness.key.verifier: int(AT.timestamp())}
        stranger = StrangersCheckpoint.from_text(note.encoded)
        stranger.verify(Vkey.from_string(witness.key.verifier.text))
    digest = sha256(ORIGIN.encode()).hexdigest()
    assert get(witness, f"/{digest}/checkpoint") == (200, "text/plain; charset=utf-8", note.encoded)
    assert get(witness, "/")[2] == witness.key.verifier.text + "\n"


def test_another_old_size_is_a_conflict_that_names_the_known_one(witness: Witness) -> None:
    assert post(witness, request(5, 8)) == (409, "text/x.tlog.size", "0\n")
    assert post(witness, request(0, 8))[0] == 200
    for old, size in ((0, 13), (5, 13), (9, 13), (0, 0), (5, 5)):
        assert post(witness, request(old, size)) == (409, "text/x.tlog.size", "8\n")
    assert parse_known_size(b"8\n") == 8
    assert parse_known_size(b"eight\n") is None


def test_a_fork_is_refused_and_the_proof_of_it_kept(witness: Witness) -> None:
    assert post(witness, request(0, 8))[0] == 200
    assert post(witness, request(8, 13, leaves=OTHERS))[0] == 422
    assert list(witness.evidence()) == []
    assert post(witness, request(8, 8, leaves=OTHERS)) == (409, "text/x.tlog.size", "8\n")
    [(cosigned, refused)] = witness.evidence()
    for note in (cosigned, refused):
        open_note(note, [LOG.verifier])
    assert parse_note(cosigned).text != parse_note(refused).text
    assert post(witness, request(8, 13))[0] == 200


def test_a_smaller_tree_is_refused(witness: Witness) -> None:
    assert post(witness, request(0, 13))[0] == 200
    assert post(witness, request(13, 8))[0] == 400
    assert post(witness, request(8, 8))[0] == 409


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (request(0, 8, origin="other.example/1"), 404),
        (request(0, 8, key=THIEF), 403),
        (request(0, 8).replace(b"old 0\n", b"old 00\n"), 400),
        (request(0, 8).replace(b"old 0\n", b"new 0\n"), 400),
        (request(0, 8).replace(b"old 0\n", b"old 0\nAAAA\n"), 400),
        (request(0, 8).replace(b"old 0\n", b"old 0\n" + b"A" * 43 + b"=\n"), 422),
        (request(0, 8).replace(b"old 0\n", b"old 0\n" + (b"A" * 43 + b"=\n") * 64), 400),
        (b"old 0\n\nno checkpoint\n", 400),
        (b"\xff\xff", 400),
        (b"", 400),
    ],
)
def test_each_refusal_has_its_status(witness: Witness, raw: bytes, status: int) -> None:
    assert post(witness, raw)[0] == status
    assert post(witness, request(0, 8))[0] == 200


def test_a_request_without_a_length_or_too_long_is_not_read(witness: Witness) -> None:
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/add-checkpoint", "wsgi.input": None}
    assert answer(witness, environ)[0] == 400
    assert answer(witness, environ | {"CONTENT_LENGTH": "10000000"})[0] == 413
    assert get(witness, "/add-checkpoint")[0] == 405
    assert get(witness, f"/{'0' * 64}/checkpoint")[0] == 404


def test_its_time_never_goes_back(witness: Witness, clock: Clock) -> None:
    post(witness, request(0, 8))
    clock.at = datetime(2020, 1, 1, tzinfo=UTC)
    [signature] = parse_signatures(post(witness, request(8, 13))[2])
    assert int.from_bytes(signature.payload[:8], "big") == int(AT.timestamp())


def test_a_new_key_of_a_log_is_believed_beside_the_old_one(witness: Witness) -> None:
    assert post(witness, request(0, 8, key=THIEF))[0] == 403
    witness.trust([THIEF.verifier])
    assert post(witness, request(0, 8, key=THIEF))[0] == 200
    assert post(witness, request(8, 13))[0] == 200
    with pytest.raises(ValueError, match="log's key"):
        witness.trust([witness.key.verifier])


def test_only_a_request_as_it_is_written_is_read() -> None:
    asked = parse_request(request(5, 13))
    assert asked.encoded == request(5, 13)
    with pytest.raises(InvalidNote):
        parse_request(b"old 5" + request(5, 13))


DYING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from answerable.contexts.ledger.tlog.add_checkpoint import parse_request
from answerable.contexts.ledger.witness.witness import Witness
from answerable.contexts.ledger.witnessing import Folder
print(Witness(Folder(Path(sys.argv[1])), lambda: datetime.now(UTC)).cosign(parse_request(sys.stdin.buffer.read())).line)
"""


@pytest.mark.parametrize(("where", "known"), [("before_persist", 8), ("after_persist", 13)])
def test_a_witness_that_dies_has_signed_nothing_that_it_forgets(
    witness: Witness, tmp_path: Path, where: str, known: int
) -> None:
    """Killed before it keeps a checkpoint it has told nobody; killed after, it goes on behind it."""
    post(witness, request(0, 8))
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(tmp_path)], input=request(8, 13), capture_output=True, check=False,
        env={**os.environ, "ANSWERABLE_FAILPOINT": f"witness.{where}"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"")
    assert post(witness, request(8, 21, leaves=OTHERS))[0] == (422 if known == 8 else 409)
    status, _, body = post(witness, request(0, 13))
    assert (status, body) == (409, f"{known}\n")
    assert post(witness, request(known, 13))[0] == 200


def test_a_key_stays_what_it_was(witness: Witness) -> None:
    key = witness.key.verifier
    assert witness.begin("somebody.else") == key == VerifierKey.parse(key.text)
