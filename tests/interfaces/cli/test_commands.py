"""What the commands refuse, and that each says how it is used."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from answerable.interfaces.cli.main import app

runner = CliRunner()
JOURNAL = ("audit", "journal", "signer")
COMMANDS = (
    "up",
    "web",
    "worker",
    "audit",
    "journal",
    "signer",
    "demo",
    "migrate",
    "doctor",
    "db",
    "import",
    "export",
    "jobs",
    "password",
    "retention",
)


@pytest.fixture
def busy_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        monkeypatch.setenv("ANSWERABLE_PORT", str(port))
        yield port


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    told = runner.invoke(app, [command, "--help"], env={"COLUMNS": "120", "TERM": "dumb"})
    assert told.exit_code == 0
    assert "Example" in told.output or "Commands" in told.output


def test_a_port_that_is_taken_is_said_before_anything_is_started(busy_port: int) -> None:
    for command in (["up"], ["web"]):
        told = runner.invoke(app, command)
        assert told.exit_code == 1
        assert f"127.0.0.1:{busy_port}" in " ".join(told.output.split())
        assert "ANSWERABLE_PORT" in told.output


@pytest.mark.parametrize("mode", ["development"])
def test_the_demo_with_its_public_passwords_is_refused_outside_demo_mode(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_MODE", mode)
    for command in (["demo"], ["up", "--demo"]):
        told = runner.invoke(app, command)
        assert told.exit_code == 2
        assert "demo mode only" in " ".join(told.output.split())


def test_the_command_starts_before_django_does() -> None:
    # The runner of the other tests shares their settings: a module that needs Django at import shows from outside only.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    done = subprocess.run(
        [sys.executable, "-c", "from answerable.interfaces.cli.main import app; app(['--help'])"],
        env=alone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
