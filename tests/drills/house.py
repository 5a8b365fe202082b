"""A whole installation as a bureau runs it: `answerable up` over a private database, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

from answerable.kernel.postgres import Cluster
from given.bureau import SET_UP

COMMAND = str(Path(sys.executable).parent / "answerable")
ORIGIN = "drill.example/journal"


def wait_until(what: Callable[[], Any], seconds: float, told: str) -> float:
    """Wait until something holds; return how long it took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, f"after {seconds} s still not: {told}"
        time.sleep(0.05)
    return time.monotonic() - began


class House:
    """One installation. `settings` are its options; what it prints goes into `log`."""

    def __init__(self, root: Path, **settings: object) -> None:
        self.root = root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = root / "log"
        self.data = root / "data"
        self.cluster = Cluster(self.data / "postgres", archive=True)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ANSWERABLE_") and name != "DATABASE_URL"
        }
        chosen = {
            "mode": "development", "data_dir": self.data, "port": self.port, "journal_origin": ORIGIN,
            "journal_every_seconds": 2, "web_processes": 2, "log_level": "WARNING",
            "backup_dir": root / "backups", **settings,
        }  # fmt: skip
        self.environment = kept | {f"ANSWERABLE_{name.upper()}": str(value) for name, value in chosen.items()}
        self.process: subprocess.Popen[bytes] | None = None
        self.key = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def up(self, **environment: str) -> None:
        """Start everything, and wait until it serves."""
        self.begin(**environment)
        self.wait_ready()

    def begin(self, **environment: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [COMMAND, "up"],
                env=self.environment | environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def wait_ready(self, seconds: float = 240) -> float:
        return wait_until(self.is_ready, seconds, f"ready; {self.tail()}")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False

    def down(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def run(self, *arguments: str, code: int | None = 0, **environment: str) -> str:
        """Run one of our commands over this installation, and return what it says."""
        done = subprocess.run(
            [COMMAND, *arguments], env=self.environment | environment | {"COLUMNS": "200"},
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def set_up(self) -> None:
        """Give it a small bureau, and a key for those who speak."""
        bureau = self.root / "bureau"
        bureau.mkdir()
        for name, text in SET_UP.items():
            (bureau / name).write_text(text, encoding="utf-8")
        self.run("import", "setup", str(bureau))
        self.key = self.run("keys", "issue", "gateway", "--channel", "sms").strip()

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, past every lock."""
        with psycopg.connect(self.cluster.dsn(), autocommit=True) as connection:
            connection.execute("SET search_path = answerable")
            cursor = connection.execute(statement, list(values))  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def pids(self, command: str) -> list[int]:
        """Return the processes of one of our commands (`web`, `worker`, …), the one that `up` has started first."""
        assert self.process is not None
        found = []
        for child in psutil.Process(self.process.pid).children():
            if child.status() != psutil.STATUS_ZOMBIE and child.cmdline()[2:] == command.split():
                found += [child.pid, *(one.pid for one in child.children())]
        return found

    def kill(self, pid: int, how: signal.Signals = signal.SIGKILL) -> None:
        os.kill(pid, how)

    def tail(self, lines: int = 12) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def everyone(self) -> list[psutil.Process]:
        """Return every process that belongs to this installation, whoever its parent is by now."""
        mine = str(self.data)
        found = []
        for one in psutil.process_iter():
            try:
                if one.environ().get("ANSWERABLE_DATA_DIR") == mine or mine in " ".join(one.cmdline()):
                    found.append(one)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return found


@contextmanager
def a_house(**settings: object) -> Iterator[House]:
    """Have an installation that serves a bureau, and leave nothing of it behind."""
    root = Path(tempfile.mkdtemp(prefix="answerable-drill-"))
    root.chmod(0o755)
    house = House(root, **settings)
    try:
        house.up()
        house.set_up()
        yield house
    finally:
        house.down()
        house.cluster.stop()
        for left in house.everyone():
            left.kill()
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(house.cluster.sockets, ignore_errors=True)
