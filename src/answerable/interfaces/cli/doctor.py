"""`answerable doctor`: is this installation sound, and if not, how is it mended."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from answerable.interfaces.cli.begin import database, options, out, start_django

ENOUGH_DISK = 2 * 1024**3
EXTENSIONS = ("btree_gin", "pg_trgm")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do when it is not sound."""

    what: str
    sound: bool
    seen: str
    mend: str = ""


def doctor() -> None:
    """Check the whole installation, and say how to mend what is wrong. Ends with 1 if anything is.

    Example: [bold]answerable doctor[/]
    """
    sick = False
    with database():
        start_django()
        for check in CHECKS:
            for finding in check():
                mark = "[green]✓[/]" if finding.sound else "[red]✗[/]"
                out.print(f"{mark} {finding.what}: {finding.seen}", highlight=False)
                if not finding.sound:
                    out.print(f"  → {finding.mend}", highlight=False)
                    sick = True
    raise typer.Exit(1 if sick else 0)


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
            cursor.execute("SELECT abs(extract(epoch FROM clock_timestamp() - now()))")
    except DatabaseError:
        mend = "Check DATABASE_URL and that PostgreSQL runs: `answerable db status`."
        yield Finding("Database", False, "not reached", mend)
        return
    yield Finding("PostgreSQL", 15 <= number // 10000 <= 18, str(number // 10000), "Use PostgreSQL 15 to 18.")
    missing = [name for name in EXTENSIONS if name not in there]
    mend = "Install PostgreSQL's contrib modules (package postgresql-contrib)."
    yield Finding("Extensions", not missing, ", ".join(missing) or "all there", mend)
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding("Migrations", pending == 0, f"{pending} pending", "Run `answerable migrate`.")


def _assets() -> Iterator[Finding]:
    built = settings.BUILT_ASSETS.is_dir() and any(settings.BUILT_ASSETS.iterdir())
    yield Finding("Pages' assets", built, "built" if built else "missing", "Run `make setup`.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (_python, _mode, _disk, _database, _assets)
