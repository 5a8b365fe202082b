"""Copy the running cluster whole, and see that the log that makes the copy whole is kept too."""

import os
import subprocess
import time
from collections.abc import Callable
from datetime import datetime

import psycopg

from answerable.kernel.backups.carry import carry
from answerable.kernel.backups.folder import NAME, BackupFolder, Base, lsn
from answerable.kernel.backups.sealed import sealing
from answerable.kernel.postgres import Cluster
from answerable.kernel.postgres.cluster import USER

_READ = 1024 * 1024
# The server hands a piece of the log over within moments of being asked to.
LOG_SECONDS = 120
LOOK_EVERY_SECONDS = 0.1


class BackupFailed(Exception):
    """No backup was made; the text says why."""


def take_base(cluster: Cluster, folder: BackupFolder, clock: Callable[[], datetime]) -> Base:
    """Copy a running cluster into the folder. `clock` is asked when it begins and when it is whole.

    Raises:
        BackupFailed: PostgreSQL refused, or keeps no log.
    """
    assert cluster.binaries is not None
    folder.prepare()
    began = clock()
    name = began.strftime(NAME)
    first, _ = _place(cluster)
    with sealing(folder.archive(name)) as sealed:
        size = _copy(cluster, sealed.write)
    last, end = _place(cluster)
    ended = clock()
    _bring_log(cluster, folder, last)
    base = Base(name, began, ended, first, last, end, cluster.binaries.major, size)
    folder.note(base)
    return base


def _copy(cluster: Cluster, write: Callable[[bytes], None]) -> int:
    """Give the copy, a tar with a list of checksums in it, piece by piece; return its size."""
    assert cluster.binaries is not None
    size = 0
    with subprocess.Popen(
        [
            cluster.binaries.program("pg_basebackup"), "--pgdata=-", "--format=tar", "--wal-method=none",
            "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | client_environment(cluster),
    ) as copy:  # fmt: skip
        assert copy.stdout is not None
        assert copy.stderr is not None
        while piece := copy.stdout.read(_READ):
            write(piece)
            size += len(piece)
        said = copy.stderr.read().decode(errors="replace").strip()
    if copy.returncode != 0:
        raise BackupFailed(f"pg_basebackup failed: {said}")
    return size


def client_environment(cluster: Cluster) -> dict[str, str]:
    """Return how PostgreSQL's own clients reach a cluster; a password among their arguments could be read by all."""
    return {
        "PGHOST": str(cluster.sockets),
        "PGUSER": USER,
        "PGDATABASE": "answerable",
        "PGPASSWORD": cluster.password_file().read_text().strip(),
    }


def _place(cluster: Cluster) -> tuple[str, int]:
    """Return the piece of the log that is written now, and the place in the whole log."""
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_walfile_name(at), at::text FROM pg_current_wal_insert_lsn() AS at"
        ).fetchone()
    assert row is not None
    return row[0], lsn(row[1])


def _bring_log(cluster: Cluster, folder: BackupFolder, last: str) -> None:
    """Have the log up to here closed, and wait until it lies in the folder."""
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        if connection.execute("SHOW archive_mode").fetchone() != ("on",):
            raise BackupFailed(
                "The running PostgreSQL was started without backup_dir and hands out no log."
                " Stop it (`answerable db stop`, or end `answerable up`) and start it again."
            )
        # A switch right behind another one does nothing: something has to have been written.
        connection.execute("SELECT pg_create_restore_point('answerable backup')")
        connection.execute("SELECT pg_switch_wal()")
    deadline = time.monotonic() + LOG_SECONDS
    while not folder.has(last):
        carry(cluster.outbox, folder)
        if time.monotonic() > deadline:
            raise BackupFailed(
                f"The log {last} was not handed out within {LOG_SECONDS} s; see {cluster.log}."
            )
        time.sleep(LOOK_EVERY_SECONDS)
