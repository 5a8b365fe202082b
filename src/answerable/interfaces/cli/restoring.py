"""A restored database takes the live one's place, and everything that hangs on it follows."""

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typer

from answerable.config.options import Options
from answerable.contexts.ledger import signing
from answerable.interfaces.cli.begin import cluster, err, out
from answerable.kernel.backups.carry import carry
from answerable.kernel.backups.files import bring_back
from answerable.kernel.backups.folder import NAME, BackupFolder, NothingToRestore
from answerable.kernel.backups.restore import RestoreFailed, put_in_place, restore_into
from answerable.kernel.clock import now

SIGNER_SECONDS = 30


def restore_now(
    settings: Options, folder: BackupFolder, to: datetime | None, outside: Mapping[str, Path]
) -> None:
    """Restore a moment, set what was there aside, and let the journal go on where it was signed."""
    live = cluster(settings)
    root = live.root / "restored"
    shutil.rmtree(root, ignore_errors=True)
    aside = live.root / f"before-{now().strftime(NAME)}"
    if live.running_pid() is not None:
        live.stop()
    # What the server handed out when it was stopped, and what it had no time to.
    carry(live.outbox, folder)
    try:
        restored = restore_into(root, folder, to, live.find(), live.data / "pg_wal")
        put_in_place(restored, live, aside)
    except (NothingToRestore, RestoreFailed) as error:
        shutil.rmtree(root, ignore_errors=True)
        err.print(f"[red]{error}[/]", highlight=False)
        raise typer.Exit(1) from None
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(restored.cluster.sockets, ignore_errors=True)
    files = bring_back(folder.files, outside)
    out.print(
        f"Restored from {restored.base.name}; the last act in it is of {restored.reached or 'before it began'}."
        f" {files:,} files that were missing are back.",
        highlight=False,
    )
    if aside.exists():
        out.print(f"What was there lies in {aside}; delete it when you are sure.", highlight=False)
    _recover_journal(settings)


def _recover_journal(settings: Options) -> None:
    """Let lines that were signed have their places again, and name those that are lost, before anything is signed."""
    if not (settings.journal_folder / "checkpoint").exists():
        return
    signer = _command("signer", "run")
    try:
        if not _answers(settings):
            err.print("The signer does not start; run `answerable journal recover` before `answerable up`.")
            raise typer.Exit(1)
        for words in (("migrate",), ("retention", "replay"), ("journal", "recover"), ("audit", "--restored")):
            if code := _command(*words).wait():
                err.print(
                    f"`answerable {' '.join(words)}` ended with {code}; mend that before `answerable up`."
                )
                raise typer.Exit(1)
    finally:
        signer.terminate()
        signer.wait(20)


def _command(*words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([str(Path(sys.executable).parent / "answerable"), *words])


def _answers(settings: Options) -> bool:
    client = signing.SignerClient(signing.socket_path(settings.signer_folder))
    deadline = time.monotonic() + SIGNER_SECONDS
    while time.monotonic() < deadline:
        try:
            client.known()
        except signing.SignerAway:
            time.sleep(0.1)
        else:
            return True
    return False
