"""`answerable signer …`: the process that holds the log's key, and that key's life."""

import json
import os
import pwd
import signal
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from answerable.config.options import Options
from answerable.contexts.ledger import signing
from answerable.interfaces.cli.begin import err, options, out
from answerable.interfaces.cli.parent import end_with_parent
from answerable.kernel.clock import now

app = typer.Typer(help="The signer of the journal: its key, and what it signed last.", no_args_is_help=True)

ACCOUNT = "answerable-signer"
# Nobody's number on a usual system: above the people's, below those that systemd gives away.
UNNAMED_UID = 61_007


def signer_account() -> tuple[int, int]:
    """Return whom the signer runs as when it is started by root: an account that nothing else runs as."""
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        return UNNAMED_UID, UNNAMED_UID
    return entry.pw_uid, entry.pw_gid


@app.command()
def run() -> None:
    """Sign what continues the journal, until Ctrl-C. Started by root, it goes on as an account of its own.

    Example: [bold]answerable signer run[/]
    """
    settings = options()
    end_with_parent()
    signer = _signer(settings)
    ended: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _: ended.append(number))
    try:
        with signer.folder.locked("running", wait=False):
            server = signing.listen(signing.socket_path(settings.signer_folder))
            if os.geteuid() == 0:
                _become_nobody_else(signer.folder)
            signer.drop_old_seeds()
            signing.serve(server, signer, lambda: bool(ended))
    except signing.Taken:
        err.print("A signer runs over this folder already; a second one could sign a second history.")
        raise typer.Exit(1) from None


def _become_nobody_else(folder: signing.Folder) -> None:
    uid, gid = signer_account()
    folder.give(uid, gid)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


@app.command()
def status() -> None:
    """Show what was signed last, and by which keys.

    Example: [bold]answerable signer status[/]
    """
    client = signing.SignerClient(signing.socket_path(options().signer_folder))
    try:
        known = client.known()
    except signing.SignerAway:
        err.print(
            "The signer does not answer. Lines are kept and wait; start it with `answerable signer run`."
        )
        raise typer.Exit(1) from None
    out.print(
        f"{known.last.origin}: {known.last.size:,} lines, root {known.last.root.hex()}", highlight=False
    )
    _show(known.keys)


@app.command()
def key() -> None:
    """Print the verifier keys: for posters, the gazette, witnesses, and whoever asks.

    Example: [bold]answerable signer key[/]
    """
    for one in _signer(options()).known().keys:
        out.print(one.verifier.text, highlight=False, soft_wrap=True)


@app.command()
def rotate(
    lost: Annotated[
        bool, typer.Option("--lost", help="The present key was lost or stolen: it signs nothing any more")
    ] = False,
) -> None:
    """Make a new key. The old one signs beside it for 30 days and stays published for ever.

    Example: [bold]answerable signer rotate[/]
    """
    signer = _signer(options())
    _show(signer.rotate(lost=lost).keys)
    out.print("Tell the new key to whoever keeps the old one: posters, the gazette, witnesses.")


@app.command()
def adopt(
    checkpoint: Annotated[Path, typer.Argument(help="The newest published checkpoint", exists=True)],
    keys: Annotated[Path, typer.Argument(help="The published keys.json beside it", exists=True)],
) -> None:
    """Begin again after key and state were lost: behind the newest checkpoint, with a new key.

    Compare the checkpoint with what witnesses and residents hold before you do this.

    Example: [bold]answerable signer adopt var/journal/checkpoint var/journal/keys.json[/]
    """
    signer = signing.Signer(signing.Folder(options().signer_folder), now)
    known = [signing.read_key(one) for one in json.loads(keys.read_text())]
    try:
        _show(signer.adopt(checkpoint.read_text(), known).keys)
    except (signing.InvalidNote, signing.Refused) as error:
        err.print(f"[red]{error}[/]", highlight=False)
        raise typer.Exit(1) from None


def _signer(settings: Options) -> signing.Signer:
    signer = signing.Signer(signing.Folder(settings.signer_folder), now)
    signer.begin(settings.log_origin)
    return signer


def _show(keys: "tuple[signing.KeptKey, ...]") -> None:
    table = Table("key", "since", "until", box=None)
    for one in keys:
        table.add_row(
            one.verifier.text, f"{one.since:%Y-%m-%d}", f"{one.until:%Y-%m-%d}" if one.until else ""
        )
    out.print(table, highlight=False)
