"""`answerable keys …`: the keys of machines that bring voices in, and the keys under which we keep things."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table

from answerable.interfaces.cli import keystore
from answerable.interfaces.cli.begin import database, err, out, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(
    help="Keys: of the API (issue, revoke, renew), and our own (rotate, retire, backup).",
    no_args_is_help=True,
)


@app.command()
def issue(
    name: Annotated[str, typer.Argument(help="Who uses it")],
    channel: Annotated[
        str, typer.Option("--channel", help="The channel it may append to, e.g. hotline_12345")
    ],
    per_minute: Annotated[
        int, typer.Option("--per-minute", help="How many submissions it may send", min=1)
    ] = 60_000,
) -> None:
    """Make a key. It is shown once and kept only as a digest.

    Example: [bold]answerable keys issue "12345 gateway" --channel hotline_12345[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.keys")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.intake import api as intake  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import Invalid  # noqa: PLC0415

        try:
            key = intake.issue_key(
                actor=Actor.system("keys"), name=name, channel=channel, per_minute=per_minute, at=now()
            )
        except Invalid as error:
            for fault in error.faults:
                err.print(f"[red]{fault.where}[/]: {fault.sentence}", highlight=False)
            raise typer.Exit(1) from None
        out.print(key, highlight=False, soft_wrap=True)


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="The name under which it was made")]) -> None:
    """End a key's right; web processes notice within five seconds.

    Example: [bold]answerable keys revoke "12345 gateway"[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.keys")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.intake import api as intake  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import NotFound  # noqa: PLC0415

        try:
            intake.revoke_key(actor=Actor.system("keys"), name=name, at=now())
        except NotFound:
            err.print(f"There is no key {name!r} in force.", highlight=False)
            raise typer.Exit(1) from None
        out.print("It opens nothing any more.")


@app.command()
def renew(
    name: Annotated[str, typer.Argument(help="The name under which it was made")],
    overlap_hours: Annotated[
        int, typer.Option("--overlap-hours", help="How long the old key goes on", min=0)
    ] = 24,
) -> None:
    """Make a new key in the place of one; the old one goes on meanwhile, so that nothing is refused.

    Example: [bold]answerable keys renew "12345 gateway" --overlap-hours 24[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.keys")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.intake import api as intake  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import NotFound  # noqa: PLC0415

        try:
            key = intake.renew_key(
                actor=Actor.system("keys"), name=name, at=now(), overlap=timedelta(hours=overlap_hours)
            )
        except NotFound:
            err.print(f"There is no key {name!r} in force.", highlight=False)
            raise typer.Exit(1) from None
        out.print(key, highlight=False, soft_wrap=True)


@app.command("list")
def list_keys() -> None:
    """Show the keys of the API with their channels, and our own keys with their states.

    Example: [bold]answerable keys list[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.keys")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.intake import api as intake  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415

        shown = Table("name", "channel", "a minute", "made", "revoked")
        for key in intake.channel_keys(Actor.system("keys")):
            revoked = f"{key.revoked_at:%Y-%m-%d}" if key.revoked_at else ""
            shown.add_row(key.name, key.channel, f"{key.per_minute:,}", f"{key.created_at:%Y-%m-%d}", revoked)
        out.print(shown)
        from answerable.interfaces.cli.keystore import shown_inventory  # noqa: PLC0415

        out.print(shown_inventory())


app.command()(keystore.rotate)
app.command()(keystore.retire)
app.command()(keystore.backup)
app.command()(keystore.restore)
