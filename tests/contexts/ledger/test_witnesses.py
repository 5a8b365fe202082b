"""Witnesses are asked over real TLS, their signatures kept, their lies not, and sealing waits for none of them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.cosigning.asking import Cosigned
from answerable.contexts.ledger.services.number_lines import Horizon
from answerable.contexts.ledger.services.seal_lines import seal_lines
from answerable.contexts.ledger.signer.folder import Folder
from answerable.contexts.ledger.signer.signer import Signer
from answerable.contexts.ledger.tlog.add_checkpoint import AddCheckpoint, parse_request
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.keys import SigningKey
from answerable.contexts.ledger.tlog.merkle import root_of
from answerable.contexts.ledger.tlog.notes import Note
from answerable.contexts.ledger.witnessing import Witness as Seer
from given.witnesses import Peer, a_command, believed, policy

pytestmark = pytest.mark.django_db
NAME = "witness.example/w1"


class House:
    """A log with its signer and a sequencer that asks a witness."""

    def __init__(self, folder: Path, line: str) -> None:
        self.signer = Signer(Folder(folder / "signer"), lambda: datetime.now(UTC))
        self.signer.begin("journal.example/1")
        self.key = self.signer.known().keys[0].verifier
        self.policy = policy(self.key.text, line, quorum=NAME)
        self.sequencer = self.begun()

    def begun(self) -> ledger.Sequencer:
        witnesses = list(self.policy.witnesses.values())
        return ledger.Sequencer(ledger.published(), self.signer, 600, witnesses)  # type: ignore[arg-type]

    def seal(self) -> ledger.Shown:
        sealed = seal_lines(published=ledger.published(), signer=self.signer, horizon=Horizon())  # type: ignore[arg-type]
        self.sequencer.witnesses.show(sealed.note)
        return self.newest

    @property
    def newest(self) -> ledger.Shown:
        shown = ledger.newest_checkpoint()
        assert shown is not None
        return shown

    def hear(self) -> ledger.Standing:
        """Wait for the next answer, keep it, and say how the witness stands."""
        came = self.sequencer.witnesses._came.get(timeout=30)
        self.sequencer.witnesses._came.put(came)
        self.sequencer.gather()
        [standing] = ledger.read_standings(ledger.published())
        return standing

    def ask_again(self) -> ledger.Standing:
        self.sequencer.witnesses._due.clear()
        self.sequencer.gather()
        return self.hear()

    def trusted(self) -> dict[str, int]:
        """Open the published checkpoint by the policy that asks for the witness."""
        raw = (ledger.published().root / "checkpoint").read_bytes()
        return dict(ledger.open_checkpoint(raw, self.policy).witnessed)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "journal")
    with believed(tmp_path) as path:
        yield path


@pytest.fixture
def peer(tmp_path: Path, certificate: Path) -> Iterator[Peer]:
    made = Peer(tmp_path / "witness", NAME, certificate)
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path, peer: Peer) -> House:
    made = House(tmp_path, peer.line)
    peer.witness.trust([made.key])
    return made


def test_a_cosignature_is_kept_in_the_published_checkpoint(house: House, peer: Peer) -> None:
    for size in (16, 32, 48):
        house.seal()
        with pytest.raises(ledger.InvalidNote, match="too few"):
            house.trusted()
        standing = house.hear()
        assert (standing.size, standing.trouble) == (size, "")
        assert house.trusted() == {NAME: standing.at}
        assert house.newest.note == (ledger.published().root / "checkpoint").read_text()
        assert ledger.is_witnessed(house.newest, house.policy)
    # It was asked once each time, and about what it had seen.
    assert [parse_request(raw).old for raw in peer.asked] == [0, 16, 32]


def test_a_witness_that_knows_another_size_is_asked_once_more_from_there(house: House, peer: Peer) -> None:
    house.seal()
    house.hear()
    (peer.witness.folder.path / "lost").mkdir()
    for kept in peer.witness.folder.path.glob("log-*.json"):
        kept.rename(peer.witness.folder.path / "lost" / kept.name)
    house.seal()
    assert house.hear().size == 32
    assert [parse_request(raw).old for raw in peer.asked] == [0, 16, 0]


def test_a_witness_that_saw_another_history_is_an_alarm(house: House, peer: Peer) -> None:
    other = Checkpoint(
        "journal.example/1", 16, root_of([sha256(b"%d" % number).digest() for number in range(16)])
    )
    note = Note(other.text).signed(house.signer.known().keys[0].signing.sign(other.text))
    peer.witness.cosign(AddCheckpoint(0, [], note))
    for _ in ("the same size", "a larger one"):
        house.seal()
        assert house.hear().trouble == "fork"
        with pytest.raises(ledger.InvalidNote, match="too few"):
            house.trusted()
    assert len(list(peer.witness.evidence())) == 1


def test_a_witness_that_is_ahead_is_not_followed(house: House, peer: Peer) -> None:
    peer.manner = lambda _: (409, "text/x.tlog.size", "4096\n")
    house.seal()
    assert house.hear().trouble == "ahead"
    assert len(peer.asked) == 1


LIAR = SigningKey.make(NAME)
LIES = {
    "junk": lambda _: (200, "text/plain", "I have seen it, believe me.\n"),
    "nothing": lambda _: (200, "text/plain", ""),
    "another's": lambda _: (200, "text/plain", LIAR.sign("x\n").line),
    "403": lambda _: (403, "text/plain", "no\n"),
    "404": lambda _: (404, "text/plain", "no\n"),
    "500": lambda _: (500, "text/plain", "no\n"),
    "a redirect": lambda _: (302, "text/plain", ""),
    "a flood": lambda _: (200, "text/plain", "— x AAAAAAAA\n" * 100_000),
    "no size": lambda _: (409, "text/x.tlog.size", "many\n"),
    "the same size": lambda _: (409, "text/x.tlog.size", "0\n"),
}
CODES = {
    "junk": "false", "nothing": "false", "another's": "false", "403": "unknown_key", "404": "unknown_log",
    "500": "status", "a redirect": "forbidden", "a flood": "forbidden", "no size": "conflict",
    "the same size": "conflict",
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_told_and_not_kept(house: House, peer: Peer, lie: str) -> None:
    peer.manner = LIES[lie]
    before = house.seal()
    standing = house.hear()
    assert (standing.trouble, standing.size) == (CODES[lie], 0)
    assert house.newest == before
    with pytest.raises(ledger.InvalidNote, match="too few"):
        house.trusted()
    peer.manner = None
    assert house.ask_again().trouble == ""
    assert house.trusted()


def test_a_signature_over_another_checkpoint_is_not_kept(house: House, peer: Peer) -> None:
    peer.manner = lambda _: (200, "text/plain", peer.witness.key.cosign("other\n1\nAAAA\n", 1).line)
    house.seal()
    assert house.hear().trouble == "false"


def test_what_is_not_listed_is_not_called(house: House, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "outgoing_private", [])
    house.seal()
    assert house.hear().trouble == "forbidden"
    monkeypatch.setattr(settings.OPTIONS, "outgoing_hosts", [])
    assert house.ask_again().trouble == "forbidden"
    assert peer.asked == []


def test_sealing_waits_for_no_witness_and_a_late_signature_goes_where_it_belongs(
    house: House, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, let_go = threading.Event(), threading.Event()
    ask = house.sequencer.witnesses.ask_one

    def ask_slowly(*what: object) -> Cosigned:
        asked.set()
        assert let_go.wait(30)
        return ask(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(house.sequencer.witnesses, "ask_one", ask_slowly)
    house.seal()
    assert asked.wait(30)
    house.seal()
    house.seal()
    assert house.newest.size == 48
    let_go.set()
    assert house.hear().size == 16
    assert ledger.checkpoint_history()[-1].note.count("— ") == 2
    assert (ledger.published().root / "checkpoint").read_text().count("— ") == 1
    assert house.hear().size == 48
    assert house.trusted()
    assert [parse_request(raw).old for raw in peer.asked] == [0, 16]


def test_after_a_restart_the_standing_is_known(house: House, peer: Peer) -> None:
    house.seal()
    house.hear()
    house.sequencer = house.begun()
    house.seal()
    assert house.hear().size == 32
    assert [parse_request(raw).old for raw in peer.asked] == [0, 16]


def test_a_witness_that_died_between_keeping_and_answering_is_found_where_it_is(
    tmp_path: Path, certificate: Path
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    folder = tmp_path / "witness"
    seer = Seer(Folder(folder), lambda: datetime.now(UTC))
    key = seer.begin(NAME)
    house = House(tmp_path, f"witness {NAME} {key.text} https://localhost:{port}\n")
    seer.trust([house.key])
    house.seal()
    assert house.hear().trouble == "away"
    with a_command(folder, port, certificate, failpoint="witness.after_persist"):
        assert house.ask_again().trouble == "away"
    assert [one.checkpoint.size for one in seer.seen()] == [16]
    assert ledger.read_standings(ledger.published())[0].size == 0
    with a_command(folder, port, certificate):
        assert house.ask_again().size == 16
    assert house.trusted()
