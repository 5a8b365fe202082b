"""`answerable db backup`, `backups`, `restore` and `keep`: sealed copies, and any moment since the oldest of them."""

import os
import shutil
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from answerable.config.options import Options
from answerable.interfaces.cli.alone import alone
from answerable.interfaces.cli.begin import cluster, database, err, options, out, start_django
from answerable.interfaces.cli.parent import end_with_parent
from answerable.interfaces.cli.restoring import restore_now
from answerable.kernel.backups.carry import carry
from answerable.kernel.backups.files import mirror
from answerable.kernel.backups.folder import BackupFolder
from answerable.kernel.backups.restore import RestoreFailed, restore_into
from answerable.kernel.backups.take import BackupFailed, take_base
from answerable.kernel.clock import now
from answerable.kernel.postgres import Cluster, Login

LOOK_EVERY_SECONDS = 1.0
# After a base that failed; the log goes on being kept meanwhile.
AGAIN_AFTER = timedelta(minutes=15)


def backup(
    verify: Annotated[
        bool, typer.Option(help="Restore it into a server of its own and audit the journal there")
    ] = True,
) -> None:
    """Copy the embedded database into backup_dir while the product runs, restore the copy to see that it is sound,
    and delete what is older than backup_days.

    Example: [bold]answerable db backup[/]
    """
    settings = _embedded()
    with database(Login.OWNER):
        start_django(door="")
        _back_up(settings, cluster(settings), verify=verify)


def _back_up(settings: Options, live: Cluster, *, verify: bool) -> None:

    folder, keep = _folder(settings), timedelta(days=settings.backup_days)
    live.find()
    try:
        base = take_base(live, folder, now)
    except BackupFailed as error:
        err.print(f"[red]{error}[/]", highlight=False)
        raise typer.Exit(1) from None
    files = mirror(outside(settings), folder.files, keep, now())
    out.print(f"Copied: {base.name}, {base.size:,} bytes, and {files.copied:,} files.", highlight=False)
    if verify:
        _verify(settings, live)
        folder.verified(base, now())
    gone = folder.prune(keep, now())
    out.print(f"Deleted: {gone.bases} bases, {gone.segments} pieces of the log.", highlight=False)


def _verify(settings: Options, live: Cluster) -> None:
    """Restore the newest moment beside the live server, and audit the journal that comes out."""

    assert live.binaries is not None
    root = live.root / "verified"
    shutil.rmtree(root, ignore_errors=True)
    try:
        restored = restore_into(root, _folder(settings), None, live.binaries)
        try:
            _audit(restored.cluster.dsn())
        finally:
            restored.cluster.stop()
            shutil.rmtree(restored.cluster.sockets, ignore_errors=True)
    except RestoreFailed as error:
        err.print(f"[red]The backup can't be restored:[/] {error}", highlight=False)
        raise typer.Exit(1) from None
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _audit(address: str) -> None:
    command = [str(Path(sys.executable).parent / "answerable"), "audit", "--restored"]
    done = subprocess.run(
        command, env=os.environ | {"DATABASE_URL": address}, capture_output=True, text=True, check=False
    )
    out.print(done.stdout.strip(), highlight=False)
    if done.returncode != 0:
        err.print(f"[red]The restored journal is not sound.[/] {done.stderr.strip()}", highlight=False)
        raise typer.Exit(1)


def backups() -> None:
    """List the bases that are kept, and between which moments one can be restored.

    Example: [bold]answerable db backups[/]
    """
    settings = _embedded()
    start_django(door="")
    folder = _folder(settings)
    table = Table("base", "whole at", "bytes", "verified")
    for base in folder.bases():
        checked = f"{base.verified_at:%Y-%m-%d %H:%M:%S}" if base.verified_at else "no"
        table.add_row(base.name, f"{base.ended_at:%Y-%m-%d %H:%M:%S}", f"{base.size:,}", checked)
    out.print(table)
    out.print(
        f"{sum(folder.sizes()):,} bytes in {folder.root}; {len(folder.segments()):,} pieces of the log.",
        highlight=False,
    )


def keep() -> None:
    """Carry the log into backup_dir as it is written, and make a base when one is due. `up` runs it.

    Example: [bold]answerable db keep[/]
    """
    settings = _embedded()
    end_with_parent()
    start_django(door="")

    live, folder = cluster(settings), _folder(settings)
    folder.prepare()
    not_before = now()
    while True:
        carry(live.outbox, folder)
        if now() >= not_before and _due(settings):
            not_before = now() + AGAIN_AFTER
            # On its own, so that the log is carried meanwhile.
            threading.Thread(target=_backup_alone, daemon=True).start()
        threading.Event().wait(LOOK_EVERY_SECONDS)


def _backup_alone() -> None:
    subprocess.run([str(Path(sys.executable).parent / "answerable"), "db", "backup"], check=False)


def _due(settings: Options) -> bool:
    bases = _folder(settings).bases()
    return not bases or bases[-1].began_at < now() - timedelta(hours=settings.backup_every_hours)


def restore(
    to: Annotated[
        str | None,
        typer.Option("--to", help="The moment, e.g. 2026-11-26T08:00:00+08:00; else the last one kept"),
    ] = None,
) -> None:
    """Put the database back to a moment. What was there is set aside, not deleted; the journal does not fork.

    Example: [bold]answerable db restore --to 2026-11-26T08:00:00+08:00[/]
    """
    settings = _embedded()
    moment = _moment(to)

    with alone(settings):
        start_django(door="")
        restore_now(settings, _folder(settings), moment, outside(settings))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment > now():
        err.print("--to is a moment of the past with its zone, e.g. 2026-11-26T08:00:00+08:00.")
        raise typer.Exit(2)
    return moment


def outside(settings: Options) -> dict[str, Path]:
    """Return what lies outside the database and belongs to it; keys and the signer's state are not among it."""
    return {
        "attachments": settings.data_dir / "attachments",
        "journal": settings.journal_folder,
        "erasures": settings.data_dir / "erasures",
    }


def _embedded() -> Options:
    settings = options()
    if settings.database_url is not None:
        err.print(
            "An external database is backed up where it runs (docs/operator.md); `answerable db dump` copies its rows."
        )
        raise typer.Exit(2)
    if settings.backup_dir is None:
        err.print("Set backup_dir to a folder, best on another disk than data_dir.")
        raise typer.Exit(2)
    return settings


def _folder(settings: Options) -> BackupFolder:

    assert settings.backup_dir is not None
    return BackupFolder(settings.backup_dir.resolve())
