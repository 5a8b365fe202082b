"""`answerable scim …`: the token of the personnel system that tells of joiners and leavers."""

from typing import Annotated

import typer

from answerable.interfaces.cli.begin import database, err, out, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(
    help="Provisioning by SCIM 2.0: tokens of the systems that may use it.", no_args_is_help=True
)


@app.command()
def token(name: Annotated[str, typer.Argument(help="Which system uses it")]) -> None:
    """Make a token for /api/v1/scim/v2. It is shown once and kept only as a digest.

    Example: [bold]answerable scim token personnel[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.scim")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.credentials import api as credentials  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import Conflict  # noqa: PLC0415

        try:
            made = credentials.issue_provisioning_token(actor=Actor.system("scim"), name=name, at=now())
        except Conflict:
            err.print(f"Another token is called {name!r}.")
            raise typer.Exit(1) from None
        out.print(made, highlight=False, soft_wrap=True)


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="The name under which it was made")]) -> None:
    """End a token at once.

    Example: [bold]answerable scim revoke personnel[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.scim")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.credentials import api as credentials  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import NotFound  # noqa: PLC0415

        try:
            credentials.revoke_provisioning_token(actor=Actor.system("scim"), name=name, at=now())
        except NotFound:
            err.print(f"No token in force is called {name!r}.")
            raise typer.Exit(1) from None
