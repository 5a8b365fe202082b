"""One private cluster in a folder: prepared on first use, started as our own child, stopped cleanly.

It listens on a socket in a short private folder and on no network address; its password lies beside the data, readable
by us alone. The first who needs it starts it, whoever needs it too uses it, and the last to leave stops it. Who was
killed has left: the next one takes over the running server, or what its crash left behind.
"""

import os
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from answerable.kernel.file_locks import FileLock, Taken
from answerable.kernel.postgres.account import Account, reachable, server_account
from answerable.kernel.postgres.archiving import archive_settings
from answerable.kernel.postgres.binaries import Binaries, find_binaries, within_reach
from answerable.kernel.postgres.processes import is_postgres

USER = "answerable"
START_SECONDS = 60
STOP_SECONDS = 30
# A first start takes some seconds for its files; whoever comes meanwhile waits for it.
TURN_SECONDS = 120
_SYSTEM_PLACE = Path("/var/lib/answerable")
_DEFAULTS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "log_statement": "none",
}


class ClusterFailed(Exception):
    """The private PostgreSQL can't be prepared, started or stopped; the text says why and what to do."""


@dataclass
class Cluster:
    """A private PostgreSQL under `root`. `settings` are added to its configuration at start.

    With `archive` it hands out its log (outbox), for backups. `patience` is how many seconds a start may take;
    without `insist` a server that gives up is not started again, as it is where a crash may have left something behind.
    """

    root: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    binaries: Binaries | None = None
    account: Account = field(default_factory=server_account)
    archive: bool = False
    patience: float = START_SECONDS
    insist: bool = True

    def __post_init__(self) -> None:
        self.root = self._place(self.root.resolve())
        self._server: subprocess.Popen[bytes] | None = None
        # Starting and stopping: one at a time.
        self._turns = FileLock(self.root / "turn.lock")
        # Held, shared, by everybody who uses the server.
        self._use = FileLock(self.root / "in-use.lock")
        self._kept = self.root / "kept"

    def _place(self, root: Path) -> Path:
        """Keep the data where the server's account can reach it; under root's home it can't."""
        parent = next(folder for folder in [root, *root.parents] if folder.exists())
        if reachable(parent, self.account) or parent == root:
            return root
        return _SYSTEM_PLACE / sha256(str(root).encode()).hexdigest()[:12]

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def sockets(self) -> Path:
        """A folder whose name fits the 107 bytes of a socket's address, however deep the data lies."""
        digest = sha256(f"{self.root} {self.account.uid}".encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"answerable-{digest}"

    @property
    def outbox(self) -> Path:
        """Where finished pieces of the log wait to be carried away."""
        return self.root / "outbox"

    @property
    def log(self) -> Path:
        return self.root / "postgresql.log"

    def password_file(self, user: str = USER) -> Path:
        """Return where the password of a user is kept."""
        return self.root / ("password" if user == USER else f"password-{user}")

    def dsn(self, database: str = "answerable", user: str = USER) -> str:
        """Return the address of a database, with the password."""
        password = self.password_file(user).read_text().strip()
        return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(self.sockets), safe='')}"

    def running_pid(self) -> int | None:
        """Return the process id of the live server over this data, if there is one."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if is_postgres(pid, self.data) else None

    def start(self, *, keep: bool = False) -> None:
        """Bring the server up, make the database, and use it until `leave`, `stop`, or the end of this process.

        With `keep` it goes on when nobody uses it, until `stop`.

        Raises:
            ClusterFailed: it can't be prepared or does not come up.
        """
        with self._turn():
            self._prepare()
            if self.running_pid() is None or not self._answers():
                self._kept.unlink(missing_ok=True)
                self._launch()
            self._use.take(shared=True)
            if keep:
                self._kept.touch()
            self._make_database()

    def revive(self) -> bool:
        """Start the server again if it has died under us; True if it had.

        Raises:
            ClusterFailed: it does not come up.
        """
        if self.running_pid() is not None:
            return False
        self.start(keep=self._kept.exists())
        return True

    def leave(self) -> None:
        """Use it no longer; the last to leave stops it.

        Raises:
            ClusterFailed: it did not stop.
        """
        with self._turn():
            self._use.release()
            if self._kept.exists():
                return
            try:
                self._use.take()
            except Taken:
                return
            else:
                self._stop()
            finally:
                self._use.release()

    def stop(self) -> None:
        """Stop the server, whoever uses it, ending its sessions; waits until it has gone.

        Raises:
            ClusterFailed: it did not stop.
        """
        with self._turn():
            self._kept.unlink(missing_ok=True)
            self._stop()
            self._use.release()

    @contextmanager
    def running(self) -> Iterator[str]:
        """Run the server for a while and give the address of its database."""
        self.start()
        try:
            yield self.dsn()
        finally:
            self.leave()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            self._turns.take(patience=TURN_SECONDS)
        except Taken:
            raise ClusterFailed(
                f"Another process has been starting or stopping the PostgreSQL in {self.root} for"
                f" {TURN_SECONDS} seconds. See {self.log}."
            ) from None
        try:
            yield
        finally:
            self._turns.release()

    def _stop(self) -> None:
        pid = self.running_pid()
        if pid is None:
            self._reap()
            return
        for how in (signal.SIGINT, signal.SIGQUIT):
            os.kill(pid, how)
            if self._gone_within(STOP_SECONDS):
                return
        raise ClusterFailed(f"PostgreSQL (process {pid}) does not stop; see {self.log}.")

    def find(self) -> Binaries:
        """Return the programs that this cluster runs by.

        Raises:
            BinariesNotFound: there are none.
        """
        if self.binaries is None:
            self.binaries = find_binaries()
        return self.binaries

    def _prepare(self) -> None:
        self.binaries = self.find()
        self.binaries = within_reach(self.binaries, self.account, self.root)
        self._claim_sockets()
        if self.archive:
            self.outbox.mkdir(mode=0o700, exist_ok=True)
            self.account.give(self.outbox)
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._create()
        elif int(version.read_text()) != self.binaries.major:
            raise ClusterFailed(
                f"The data in {self.data} is of PostgreSQL {version.read_text().strip()}, the programs found are of "
                f"{self.binaries.major}. Name the right ones in ANSWERABLE_PG_BIN, or take a backup with the old "
                "version, move the data away, and restore it with the new one."
            )

    def _claim_sockets(self) -> None:
        """Make the folder of sockets, or take ours again: whoever may write beside it can guess its name."""
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            info = self.sockets.lstat()
            if not stat.S_ISDIR(info.st_mode) or info.st_uid not in (os.geteuid(), self.account.uid):
                raise ClusterFailed(
                    f"{self.sockets} belongs to somebody else. Remove it, or name a folder of your own in TMPDIR."
                ) from None
        self.account.give(self.sockets)

    def _create(self) -> None:
        assert self.binaries is not None
        password = self.root / "password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(secrets.token_hex(24))
        # A first start that was interrupted leaves a folder without a version in it.
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self.account.give(self.data)
        with tempfile.NamedTemporaryFile("w", dir=self.sockets) as given:
            given.write(password.read_text())
            given.flush()
            self.account.give(Path(given.name))
            self._run(
                "initdb",
                "--pgdata", str(self.data), "--username", USER, "--pwfile", given.name,
                "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--data-checksums",
            )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        assert self.binaries is not None
        done = subprocess.run(
            [self.binaries.program(program), *arguments],
            capture_output=True, text=True, check=False, cwd="/", **self.account.switch,
        )  # fmt: skip
        if done.returncode != 0:
            raise ClusterFailed(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")

    def _reap(self) -> None:
        """Wait for the end of our child, which has said good-bye, so that it does not stay behind as a zombie."""
        if self._server is not None:
            self._server.wait(STOP_SECONDS)
            self._server = None

    def _launch(self) -> None:
        """Start the server as our own child; what a crash left behind may need some seconds to go."""
        assert self.binaries is not None
        settings = {**_DEFAULTS, **self.settings, "unix_socket_directories": str(self.sockets)}
        if self.archive:
            settings |= archive_settings(self.outbox)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.log.touch(mode=0o600)
        deadline = time.monotonic() + self.patience
        while True:
            self._reap()
            with self.log.open("ab") as log:
                self._server = subprocess.Popen(
                    [self.binaries.program("postgres"), "-D", str(self.data), *options],
                    stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
                    start_new_session=True, **self.account.switch,
                )  # fmt: skip
            if self._up_before(deadline):
                return
            if not self.insist or time.monotonic() >= deadline:
                tail = self.log.read_text(errors="replace").strip().splitlines()[-5:]
                raise ClusterFailed(f"PostgreSQL does not start. {self.log} ends with:\n" + "\n".join(tail))
            time.sleep(0.5)

    def _up_before(self, deadline: float) -> bool:
        """Wait for an answer; False once the process has given up or time is out."""
        assert self._server is not None
        while self._server.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(0.05)
        return False

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=5).close()
        except (psycopg.OperationalError, FileNotFoundError):
            return False
        return True

    def _make_database(self) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'answerable'").fetchone()
            if known is None:
                try:
                    connection.execute(sql.SQL("CREATE DATABASE answerable"))
                except psycopg.errors.UniqueViolation:
                    # Two starts at the same moment: the other one made it.
                    return

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.running_pid() is None:
                self._reap()
                return True
            time.sleep(0.05)
        return False
