"""PostgreSQL goes away under a running web server: no receipt is told that is none, and nothing is taken twice."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from answerable.kernel.postgres import Cluster

COMMAND = str(Path(sys.executable).parent / "answerable")


class Installation:
    """A private database and one web process over it, both real."""

    def __init__(self, root: Path) -> None:
        self.cluster = Cluster(root, settings={"fsync": "off"})
        self.cluster.start()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": self.cluster.dsn(),
            "ANSWERABLE_DATA_DIR": str(root / "files"),
            "ANSWERABLE_PORT": str(self.port),
            "ANSWERABLE_WEB_PROCESSES": "1",
            "ANSWERABLE_LOG_LEVEL": "ERROR",
        }
        self.run("migrate")
        self.key = self.run("keys", "issue", "gateway", "--channel", "sms").strip()
        self.server = subprocess.Popen([COMMAND, "web"], env=self.environment, stderr=subprocess.DEVNULL)

    def run(self, *arguments: str) -> str:
        done = subprocess.run([COMMAND, *arguments], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"answerable {arguments[0]}: {done.stdout}{done.stderr}"
        return done.stdout

    def post(self, text: str, key: str) -> tuple[int, dict[str, object], str | None]:
        """Post once the server listens; while it starts, its port refuses."""
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Accept-Language": "en",
        }
        with closing(self.connected()) as connection:
            connection.request("POST", "/api/v1/submissions", json.dumps({"text": text}), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers["Retry-After"]

    def connected(self) -> http.client.HTTPConnection:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.connect()
            except ConnectionRefusedError:
                connection.close()
                with suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"the web server has ended with {self.server.wait(0.2)}")
            else:
                return connection

    def kept(self) -> list[tuple[object, ...]]:
        with psycopg.connect(self.cluster.dsn()) as connection:
            rows = connection.execute(
                "SELECT s.text, s.reference, l.case_seq FROM answerable.intake_submission s"
                " LEFT JOIN answerable.ledger_journalline l ON l.chain = s.reference ORDER BY s.id"
            )
            return rows.fetchall()

    def end(self) -> None:
        self.server.terminate()
        self.server.wait(30)
        self.cluster.stop()


@pytest.fixture
def installation() -> Iterator[Installation]:
    root = Path(tempfile.mkdtemp(prefix="answerable-gone-"))
    root.chmod(0o755)
    made = Installation(root)
    yield made
    made.end()
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(made.cluster.sockets, ignore_errors=True)


@pytest.mark.near_db
def test_while_the_database_is_gone_nothing_is_received_and_afterwards_everything_once(
    installation: Installation,
) -> None:
    status, first, _ = installation.post("before", "k-1")
    assert status == 201
    installation.cluster.stop()
    for _ in range(3):
        status, told, wait = installation.post("meanwhile", "k-2")
        assert (status, told["code"], wait) == (503, "unavailable", "5")
        assert "not received" in str(told["title"])
    installation.cluster.start()
    status, second, _ = installation.post("meanwhile", "k-2")
    assert status == 201
    assert installation.post("meanwhile", "k-2")[1] == second | {"again": True}
    assert installation.post("before", "k-1")[1] == first | {"again": True}
    # Once more, with a connection that has died unnoticed: the first try is taken, without an error.
    installation.cluster.stop()
    installation.cluster.start()
    assert installation.post("after", "k-3")[0] == 201
    assert [(text, seq) for text, _, seq in installation.kept()] == [
        ("before", 1),
        ("meanwhile", 1),
        ("after", 1),
    ]
