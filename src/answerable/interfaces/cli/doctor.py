"""`answerable doctor`: is this installation sound, and if not, how is it mended."""

import shutil
import smtplib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import typer
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from answerable.config.options import Mode
from answerable.interfaces.cli.begin import cluster, database, options, out, start_django
from answerable.kernel.backups.carry import waiting
from answerable.kernel.backups.folder import BackupFolder
from answerable.kernel.clock import now
from answerable.kernel.postgres import Login

# A busy minute hands out several pieces.
MOST_WAITING = 20
ENOUGH_DISK = 2 * 1024**3
EXTENSIONS = ("btree_gin", "pg_trgm")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do when it is not sound."""

    what: str
    sound: bool
    seen: str
    mend: str = ""


Check = Callable[[], Iterator[Finding]]


def doctor() -> None:
    """Check the whole installation, and say how to mend what is wrong. Ends with 1 if anything is.

    Example: [bold]answerable doctor[/]
    """
    with database(Login.OWNER):
        start_django(door="cli.doctor")
        sound = _tell(FIRST)
        if not _pending():
            # Models can be loaded only after Django has started.
            from answerable.interfaces.cli.inspection import CHECKS  # noqa: PLC0415

            sound = _tell(CHECKS) and sound
    raise typer.Exit(0 if sound else 1)


def _tell(checks: Sequence[Check]) -> bool:
    """Print what each check finds, and return whether all of it is sound."""
    sound = True
    for finding in (finding for check in checks for finding in check()):
        mark = "[green]✓[/]" if finding.sound else "[red]✗[/]"
        out.print(f"{mark} {finding.what}: {finding.seen}", highlight=False)
        if not finding.sound:
            out.print(f"  → {finding.mend}", highlight=False)
            sound = False
    return sound


def _pending() -> int:
    """Return how many migrations are to be applied; all of them if the database is not reached."""
    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return sys.maxsize


def _python() -> Iterator[Finding]:
    version = sys.version_info
    seen = f"{version.major}.{version.minor}.{version.micro}"
    yield Finding("Python", version >= (3, 11), seen, "Install Python 3.11 or newer and run `make setup`.")


def _mode() -> Iterator[Finding]:
    mode = options().mode
    mend = "Set ANSWERABLE_MODE=production before real people use it."
    yield Finding("Mode", True, str(mode), mend)


def _disk() -> Iterator[Finding]:
    folder = options().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    mend = f"Free some space on the disk of {folder}; attachments and the database need it."
    yield Finding("Free disk", free >= ENOUGH_DISK, f"{free / 1024**3:.1f} GB", mend)
    keys = folder / "keys"
    closed = not keys.exists() or keys.stat().st_mode & 0o077 == 0
    yield Finding(
        "Keys", closed, "closed to others" if closed else "open to others", f"Run: chmod 700 {keys}"
    )


def _database() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int")
            (number,) = cursor.fetchone()
            cursor.execute(
                "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)]
            )
            there = {name for (name,) in cursor.fetchall()}
            cursor.execute("SELECT clock_timestamp()")
            skew = abs((cursor.fetchone()[0] - now()).total_seconds())
    except DatabaseError:
        mend = "Check DATABASE_URL and that PostgreSQL runs: `answerable db status`."
        yield Finding("Database", False, "not reached", mend)
        return
    yield Finding("PostgreSQL", 15 <= number // 10000 <= 18, str(number // 10000), "Use PostgreSQL 15 to 18.")
    mend = "Set the clocks of both machines by NTP; deadlines and signatures need one time."
    yield Finding("Clocks agree", skew < 5, f"within {skew:.1f} s", mend)
    missing = [name for name in EXTENSIONS if name not in there]
    mend = "Install PostgreSQL's contrib modules (package postgresql-contrib)."
    yield Finding("Extensions", not missing, ", ".join(missing) or "all there", mend)
    pending = _pending()
    yield Finding("Migrations", pending == 0, f"{pending} pending", "Run `answerable migrate`.")


def _assets() -> Iterator[Finding]:
    built = settings.BUILT_ASSETS.is_dir() and any(settings.BUILT_ASSETS.iterdir())
    yield Finding("Pages' assets", built, "built" if built else "missing", "Run `make setup`.")
    sources = list(Path(apps.get_app_config("kernel").path).parent.rglob("locale/*/LC_MESSAGES/django.po"))
    missing = [po for po in sources if not po.with_suffix(".mo").exists()]
    seen = f"{len(sources) - len(missing)} of {len(sources)} files compiled"
    yield Finding("Chinese sentences", not missing, seen, "Run `make setup`.")


def _mail() -> Iterator[Finding]:
    url = options().smtp_url
    if url is None:
        yield Finding("E-mail", True, "not set up (smtp_url); messages by e-mail stay in the queue")
        return
    parts = urlsplit(url.get_secret_value())
    mend = "Check smtp_url and that the mail server takes connections from this machine."
    try:
        with smtplib.SMTP(parts.hostname or "localhost", parts.port or 25, timeout=5) as server:
            code, _ = server.ehlo()
        yield Finding("E-mail", code == 250, f"{parts.hostname} answers", mend)
    except (OSError, smtplib.SMTPException) as error:
        yield Finding("E-mail", False, f"{parts.hostname}: {error}", mend)
    sender = options().mail_from
    yield Finding(
        "Sender of e-mail", bool(sender), sender or "missing", "Set mail_from to a neutral address."
    )


def _backups() -> Iterator[Finding]:
    chosen = options()
    if chosen.database_url is not None:
        return
    if chosen.backup_dir is None:
        mend = "Set backup_dir to a folder on another disk; docs/operator.md says what is kept there."
        yield Finding("Backups", chosen.mode is not Mode.PRODUCTION, "none are kept", mend)
        return
    bases = BackupFolder(chosen.backup_dir.resolve()).bases()
    oldest_good = now() - timedelta(hours=2 * chosen.backup_every_hours)
    sound = bool(bases) and bases[-1].verified_at is not None and bases[-1].ended_at > oldest_good
    seen = f"{len(bases)}, the newest of {bases[-1].ended_at:%Y-%m-%d %H:%M}" if bases else "none yet"
    yield Finding("Backups", sound, seen, "Run `answerable db backup` and read what it says.")
    waits = waiting(cluster(chosen).outbox)
    mend = "Run `answerable up`, or `answerable db keep`; and see that backup_dir can be written."
    yield Finding("Log carried away", waits <= MOST_WAITING, f"{waits} pieces wait", mend)


# These need no tables; the others wait until they are there.
FIRST: tuple[Check, ...] = (_python, _mode, _disk, _assets, _mail, _database, _backups)
