"""Bring a moment back: a base unpacked, the log played on until then, in a server beside the one that serves."""

import os
import re
import secrets
import shutil
import subprocess
import tarfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

import psycopg
from psycopg import sql

from answerable.kernel.backups.folder import BackupFolder, Base
from answerable.kernel.backups.sealed import SealBroken, Unsealed, unsealed
from answerable.kernel.postgres import Binaries, Cluster, ClusterFailed
from answerable.kernel.postgres.cluster import USER

# Playing a day of a large city's log takes a while.
PLAY_SECONDS = 6 * 3600
_LAST_ACT = re.compile(r"last completed transaction was at log time (\S+ \S+)")
_BUFFER = 1024 * 1024
_OURS = ("restore_command", "recovery_target_time", "recovery_target_action", "recovery_target_timeline")
# Nobody but us reaches its socket; the passwords of the base are not ours to know on a new machine.
_TRUST = "local all all trust\n"


class RestoreFailed(Exception):
    """Nothing was restored; the text says why. What is there was not touched."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A server that runs over the restored data, in a folder of its own, open for writing."""

    cluster: Cluster
    base: Base
    reached: datetime | None


def restore_into(
    root: Path, folder: BackupFolder, to: datetime | None, binaries: Binaries, unkept: Path | None = None
) -> Restored:
    """Restore into an empty folder and start a server over it. `to` is the moment; None is the end of the log.

    `unkept` is where the log of the stopped server that is to be replaced lies: its last piece was not handed out yet.

    Raises:
        NothingToRestore: no base reaches it.
        RestoreFailed: a file is damaged, of another PostgreSQL, or the log does not reach the moment.
    """
    base = folder.choose(to)
    if base.major != binaries.major:
        raise RestoreFailed(
            f"The backup is of PostgreSQL {base.major}; name its programs in ANSWERABLE_PG_BIN."
        )
    if to is None and (hole := folder.hole(base)):
        raise RestoreFailed(
            f"The log has a hole at {hole}. Name a moment before it, or what is behind it is lost unsaid."
        )
    root.mkdir(parents=True, mode=0o755)
    trust = root / "hba.conf"
    # The branch that begins here is to be handed out too, by the server that will serve: on, but not yet to anybody.
    settings = {"hba_file": str(trust), "archive_mode": "on", "archive_command": ""}
    cluster = Cluster(root, settings, binaries=binaries, patience=PLAY_SECONDS, insist=False)
    _write(trust, _TRUST, cluster)
    _write(cluster.password_file(), secrets.token_hex(24), cluster)
    try:
        _unpack(folder, base, cluster)
        log = _lay_out_log(folder, base, cluster, unkept)
        _ask_for(to, log, cluster)
        cluster.start()
        reached = _play(cluster)
    except RestoreFailed:
        cluster.stop()
        raise
    except (psycopg.OperationalError, ClusterFailed) as error:
        cluster.stop()
        raise RestoreFailed(_why(cluster, error)) from error
    except (SealBroken, tarfile.TarError, OSError) as error:
        cluster.stop()
        raise RestoreFailed(str(error)) from error
    _forget(cluster)
    return Restored(cluster, base, reached)


def _unpack(folder: BackupFolder, base: Base, cluster: Cluster) -> None:
    cluster.data.mkdir(mode=0o700)
    plain = Unsealed(folder.archive(base.name))
    with tarfile.open(fileobj=plain, mode="r|", bufsize=_BUFFER) as tar:  # type: ignore[call-overload]
        for member in tar:
            _extract(tar, member, cluster.data)
    plain.rest()
    for path in (cluster.data, *cluster.data.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        cluster.account.give(path)
    _verify(cluster)


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """Write a member below `target`; a copy of a private cluster holds files and folders only."""
    path = Path(os.path.normpath(target / member.name))
    if not (member.isfile() or member.isdir()) or (path != target and target not in path.parents):
        raise RestoreFailed(f"The copy holds {member.name}, which is no file of a database.")
    tar.extract(member, target, set_attrs=False)


def _verify(cluster: Cluster) -> None:
    """Let PostgreSQL compare every file with the checksums that were written with the copy."""
    assert cluster.binaries is not None
    done = subprocess.run(
        [cluster.binaries.program("pg_verifybackup"), "--no-parse-wal", "--quiet", str(cluster.data)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RestoreFailed(f"The copy is damaged: {done.stderr.strip()}")


def _lay_out_log(folder: BackupFolder, base: Base, cluster: Cluster, unkept: Path | None) -> Path:
    """Unseal the log from the base on where the server can take it."""
    log = cluster.root / "log"
    log.mkdir(mode=0o700)
    cluster.account.give(log)
    for name in folder.segments():
        if name.endswith(".history") or name[8:24] >= base.first_segment[8:]:
            with (log / name).open("wb") as plain:
                for piece in unsealed(folder.segment(name)):
                    plain.write(piece)
            cluster.account.give(log / name)
    for path in unkept.iterdir() if unkept and unkept.is_dir() else ():
        if path.is_file() and not (log / path.name).exists() and path.name[8:24] >= base.first_segment[8:]:
            shutil.copy(path, log / path.name)
            cluster.account.give(log / path.name)
    return log


def _ask_for(to: datetime | None, log: Path, cluster: Cluster) -> None:
    wanted = {
        "restore_command": f"cp {quote(str(log)).replace('%', '%%')}/%f %p",
        "recovery_target_timeline": "latest",
    }
    if to is not None:
        wanted |= {"recovery_target_time": to.isoformat(), "recovery_target_action": "promote"}
    lines = "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in wanted.items())
    with (cluster.data / "postgresql.auto.conf").open("a") as file:
        file.write(lines)
    signal = cluster.data / "recovery.signal"
    signal.touch(mode=0o600)
    cluster.account.give(signal)


def _play(cluster: Cluster) -> datetime | None:
    """Wait until the server has played the log; return when the last act in it was."""
    deadline = time.monotonic() + PLAY_SECONDS
    while time.monotonic() < deadline and cluster.running_pid() is not None:
        # A server that gives up cuts us off.
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(cluster.dsn(), autocommit=True) as connection,
        ):
            row = connection.execute("SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()").fetchone()
            assert row is not None
            if not row[0]:
                return row[1]  # type: ignore[no-any-return]
        time.sleep(0.1)
    raise RestoreFailed(_why(cluster, None))


def _why(cluster: Cluster, error: Exception | None) -> str:
    said = cluster.log.read_text(errors="replace")
    if (last := _LAST_ACT.search(said)) and "ended before configured recovery target" in said:
        return (
            f"The log that is kept ends at {last[1]}, before that moment. Without --to its end is restored."
        )
    return f"PostgreSQL gave up: {error or ''}\n{_last_words(cluster)}"


def _last_words(cluster: Cluster) -> str:
    return "\n".join(cluster.log.read_text(errors="replace").strip().splitlines()[-8:])


def _forget(cluster: Cluster) -> None:
    """Take our settings out again, and set the password that lies beside the data."""
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        for name in _OURS:
            connection.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(name)))
        set_password(connection, cluster.password_file().read_text().strip())


def set_password(connection: "psycopg.Connection[tuple[object, ...]]", password: str) -> None:
    """Give the cluster's first user this password."""
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(USER), sql.Literal(password))
    )


def put_in_place(restored: Restored, live: Cluster, aside: Path) -> None:
    """Let the restored data be the installation's; what was there goes into the folder `aside`. Both are stopped.

    Raises:
        OSError: a folder could not be moved; the old data are back then.
    """
    restored.cluster.stop()
    live.stop()
    live.root.mkdir(parents=True, exist_ok=True)
    if live.data.exists():
        aside.mkdir(parents=True)
        live.data.rename(aside / "data")
    try:
        restored.cluster.data.rename(live.data)
    except OSError:
        if (aside / "data").exists():
            (aside / "data").rename(live.data)
        raise
    # The first user's password was set anew, and the other logins get theirs at the next start.
    for kept in live.root.glob("password-*"):
        kept.unlink()
    _write(live.password_file(), restored.cluster.password_file().read_text(), live)


def _write(path: Path, text: str, cluster: Cluster) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    if path.suffix == ".conf":
        cluster.account.give(path)
