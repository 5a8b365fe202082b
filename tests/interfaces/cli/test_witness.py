"""Whoever runs a witness makes a key, says which logs to watch, and sees what was signed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from answerable.contexts.ledger.tlog.add_checkpoint import AddCheckpoint
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.keys import SigningKey
from answerable.contexts.ledger.tlog.merkle import root_of
from answerable.contexts.ledger.tlog.notes import Note
from answerable.contexts.ledger.tlog.policies import parse_policy
from answerable.contexts.ledger.witnessing import Folder, Refused, Witness
from answerable.interfaces.cli.main import app
from answerable.kernel.clock import now

LOG = SigningKey.make("journal.example/1")
NAME = "witness.example"


def says(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["witness", *arguments])
    assert done.exit_code == code, done.output
    return str(done.output)


def note(leaf: bytes) -> Note:
    text = Checkpoint(LOG.name, 1, root_of([leaf * 32])).text
    return Note(text).signed(LOG.sign(text))


def test_a_witness_is_begun_told_what_to_watch_and_asked_what_it_saw(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert "answerable witness begin" in says("status", folder, code=1)
    line = says("begin", folder, "--name", NAME)
    assert parse_policy(f"{line}quorum {NAME}\n").witnesses[NAME].url == f"https://{NAME}"
    assert says("begin", folder, "--name", "other.example") == line
    assert f"{LOG.name}: 0 lines, cosigned never" in says("trust", folder, LOG.verifier.text)
    says("trust", folder, "no key", code=2)
    witness = Witness(Folder(tmp_path), now)
    witness.cosign(AddCheckpoint(0, [], note(b"a")))
    assert f"{LOG.name}: 1 lines, cosigned 20" in says("status", folder)
    with pytest.raises(Refused):
        witness.cosign(AddCheckpoint(1, [], note(b"b")))
    told = says("status", folder, code=3)
    assert note(b"a").text in told
    assert note(b"b").text in told
