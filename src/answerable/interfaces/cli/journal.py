"""`answerable journal …`: the sequencer, and where the log stands."""

import signal
from typing import TYPE_CHECKING

import typer

from answerable.contexts.ledger import signing
from answerable.interfaces.cli.begin import database, err, options, out, refuse_owner, start_django
from answerable.interfaces.cli.parent import end_with_parent
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.postgres import Login

if TYPE_CHECKING:
    from answerable.contexts.ledger.api import Witness

app = typer.Typer(help="The journal's tree: sealing it, and where it stands.", no_args_is_help=True)


@app.command()
def run() -> None:
    """Give lines their places and publish a checkpoint at fixed times, until Ctrl-C. One at a time; others wait.

    Example: [bold]answerable journal run[/]
    """
    settings = options()
    end_with_parent()
    with database(Login.SEQUENCER):
        refuse_owner(settings)
        start_django(door="")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.ledger import api as ledger  # noqa: PLC0415

        ended: list[int] = []
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _: ended.append(number))
        sequencer = ledger.Sequencer(
            published=ledger.published(),
            signer=signing.SignerClient(signing.socket_path(settings.signer_folder)),
            every=settings.journal_every_seconds,
            witnesses=_witnesses(),
        )
        sequencer.run(lambda: bool(ended))


def _witnesses() -> "list[Witness]":
    """Return who is asked to cosign. A policy that can't be read is told, and lines are sealed all the same."""
    # The product's modules can be loaded only after Django has started.
    from answerable.contexts.ledger import api as ledger  # noqa: PLC0415

    try:
        policy = ledger.witness_policy()
    except (OSError, ledger.InvalidPolicy) as error:
        err.print(f"No witness is asked, journal_witnesses can't be read: {error}", highlight=False)
        return []
    return list(policy.witnesses.values()) if policy else []


@app.command()
def seal() -> None:
    """Publish one checkpoint now, and end.

    Example: [bold]answerable journal seal[/]
    """
    with database(Login.SEQUENCER):
        start_django(door="")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.ledger import api as ledger  # noqa: PLC0415

        signer = signing.SignerClient(signing.socket_path(options().signer_folder))
        sequencer = ledger.Sequencer(published=ledger.published(), signer=signer, every=600)
        try:
            sealed = sequencer.seal_now()
        except ledger.AnotherSequencer:
            err.print("Another sequencer seals this journal; it will publish the next checkpoint in time.")
            raise typer.Exit(1) from None
        except (signing.SignerAway, signing.Refused, ledger.Behind) as error:
            err.print(f"[red]{type(error).__name__}[/]: {error}", highlight=False)
            raise typer.Exit(1) from None
        out.print(f"{sealed.checkpoint.size:,} lines, {sealed.added:,} of them new.", highlight=False)


@app.command()
def status() -> None:
    """Show the newest checkpoint and what waits for the next one.

    Example: [bold]answerable journal status[/]
    """
    with database(Login.SEQUENCER):
        start_django(door="")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.ledger import api as ledger  # noqa: PLC0415

        newest = ledger.newest_checkpoint()
        if newest is None:
            out.print("No checkpoint has been published yet.")
            return
        out.print(newest.note, highlight=False, soft_wrap=True, end="")
        waiting = ledger.waiting_lines()
        out.print(f"Published {newest.at:%Y-%m-%d %H:%M:%S} UTC; {waiting:,} lines wait.", highlight=False)


@app.command()
def recover() -> None:
    """After a restore: take the places that were signed already out of the tiles, and say which lines are lost.

    Example: [bold]answerable journal recover[/]
    """
    with database(Login.SEQUENCER):
        start_django(door="")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.ledger import api as ledger  # noqa: PLC0415

        if not ledger.holds_lock():
            err.print("A sequencer is at work; end it first.")
            raise typer.Exit(1)
        try:
            signed = signing.SignerClient(signing.socket_path(options().signer_folder)).known().last
            found = ledger.recover_places(
                published=ledger.published(), signed=signed, actor=Actor.system("recover"), at=now()
            )
        except (signing.SignerAway, ledger.WrongTiles, ledger.TileMissing) as error:
            err.print(f"[red]{type(error).__name__}[/]: {error}", highlight=False)
            raise typer.Exit(1) from None
        out.print(
            f"{found.placed:,} lines have their places again; {found.lost:,} signed lines are lost.",
            highlight=False,
        )
