"""`answerable witness …`: vouch for the journal of another house. Needs no bureau, no database and no settings."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from rich.console import Console

from answerable.contexts.ledger import witnessing
from answerable.interfaces.cli.parent import MASTER, end_with_parent
from answerable.interfaces.cli.witness_app import FOLDER
from answerable.kernel.clock import now

app = typer.Typer(help="A witness: sees that a journal has one history, and signs it.", no_args_is_help=True)
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
Place = Annotated[Path, typer.Argument(help="The witness's own folder: its key and what it has seen")]
# Each waits for a disk; more of them would only wait for each other.
THREADS = 4


@app.command()
def begin(
    folder: Place, name: Annotated[str, typer.Option(help="The witness's name, e.g. witness.example.org")]
) -> None:
    """Make a key, and print what to give to the logs that are to be witnessed.

    Example: [bold]answerable witness begin /srv/witness --name witness.example.org[/]
    """
    try:
        key = witnessing.Witness(witnessing.Folder(folder), now).begin(name)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    out.print(f"witness {key.name} {key.text} https://{key.name}", markup=False)


@app.command()
def trust(folder: Place, keys: Annotated[list[str], typer.Argument(help="Keys of the logs")]) -> None:
    """Watch the logs of these keys, which are taken from a poster or the gazette.

    Example: [bold]answerable witness trust /srv/witness 'journal.example/1+85526458+AW5M…'[/]
    """
    witness = _witness(folder)
    try:
        witness.trust([witnessing.VerifierKey.parse(key.strip()) for key in keys])
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    status(folder)


@app.command()
def status(folder: Place) -> None:
    """Show what was cosigned last of each log. Ends with 3 if one has signed two histories, and prints the proof.

    Example: [bold]answerable witness status /srv/witness[/]
    """
    witness = _witness(folder)
    out.print(witness.key.verifier.text, markup=False)
    for seen in witness.seen():
        when = f"{datetime.fromtimestamp(seen.at, UTC):%Y-%m-%d %H:%M:%S} UTC" if seen.note else "never"
        out.print(f"{seen.checkpoint.origin}: {seen.checkpoint.size} lines, cosigned {when}", markup=False)
    for notes in witness.evidence():
        err.print("This log has signed two histories. Keep both notes, they are the evidence:\n")
        err.print("\n".join(notes), markup=False)
        raise typer.Exit(3)


@app.command()
def run(
    folder: Place,
    address: Annotated[str, typer.Option(help="Address on which it listens")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on which it listens")] = 8100,
    certificate: Annotated[
        Path | None,
        typer.Option(help="TLS certificate (PEM); else put a proxy with TLS before it", exists=True),
    ] = None,
    certificate_key: Annotated[Path | None, typer.Option(help="Its key (PEM)", exists=True)] = None,
) -> None:
    """Cosign what continues a watched journal, until Ctrl-C.

    Example: [bold]answerable witness run /srv/witness --port 8100[/]
    """
    _witness(folder)
    end_with_parent()
    os.environ[FOLDER] = str(folder.resolve())
    os.environ[MASTER] = str(os.getpid())
    Server(
        "answerable.interfaces.cli.witness_app:make",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        ssl_cert=certificate,
        ssl_key=certificate_key,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


def _witness(folder: Path) -> witnessing.Witness:
    witness = witnessing.Witness(witnessing.Folder(folder), now)
    try:
        _ = witness.key
    except LookupError:
        err.print(f"There is no witness in {folder} yet: `answerable witness begin {folder} --name …`.")
        raise typer.Exit(1) from None
    return witness
