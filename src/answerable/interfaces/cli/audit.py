"""`answerable audit`: is the journal what was written, and what was signed?"""

from pathlib import Path
from typing import Annotated

import typer

from answerable.contexts.ledger import signing
from answerable.interfaces.cli.begin import database, err, options, out, start_django
from answerable.kernel.postgres import Login


def audit(
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="A key that you believe (from a poster, the gazette); else the signer's"),
    ] = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="A checkpoint that somebody else has kept", exists=True),
    ] = None,
    restored: Annotated[
        bool,
        typer.Option("--restored", help="The database is a backup's: do not look for what was signed since"),
    ] = False,
) -> None:
    """Verify every line, opening, chain, tile, checkpoint and row again. Ends with 1 and says where it differs.

    Example: [bold]answerable audit --checkpoint kept-by-the-university.txt[/]
    """
    signed, keys = None, []
    try:
        known = signing.SignerClient(signing.socket_path(options().signer_folder)).known()
        signed, keys = known.last, [one.verifier for one in known.keys]
    except signing.SignerAway:
        err.print("The signer does not answer, so what it signed last is not compared.")
    with database(Login.WORKER):
        start_django(door="cli.audit")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.ledger import api as ledger  # noqa: PLC0415

        published = ledger.published()
        if key:
            keys = [ledger.VerifierKey.parse(one) for one in key]
        elif signed is None:
            err.print("The keys are those that stand beside the tiles; give yours by --key to believe more.")
            keys = [one.verifier for one in published.known_keys()]
        held = [path.read_text() for path in checkpoint or []]
        report = ledger.audit_journal(
            published=published, keys=keys, signed=signed, held=held, restored=restored
        )
    for one in report.differences:
        out.print(f"[red]✗[/] {one.code}: {one.where}: {one.seen}", highlight=False)
    if report.hidden:
        out.print(f"… and {report.hidden:,} more", highlight=False)
    out.print(
        f"{report.lines:,} lines ({report.waiting:,} wait for the next checkpoint), {report.checkpoints:,} checkpoints,"
        f" {report.rows:,} rows,"
        f" {report.erased:,} erased by law, {report.late:,} tell of a time more than a day before they were sealed.",
        highlight=False,
    )
    out.print("[green]Sound.[/]" if report.sound else "[red]The journal is not what was written.[/]")
    raise typer.Exit(0 if report.sound else 1)
