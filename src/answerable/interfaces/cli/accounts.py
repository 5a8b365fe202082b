"""`answerable password`: let somebody in for the first time, or again."""

from typing import Annotated

import typer

from answerable.interfaces.cli.begin import database, err, out, start_django
from answerable.kernel.postgres import Login


def password(username: Annotated[str, typer.Argument(help="As in people.csv")]) -> None:
    """Print a new password for one sign-in within 72 hours; the holder then chooses an own one. The old one ends.

    Example: [bold]answerable password wang[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.password")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.organisation import api as organisation  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import NotFound  # noqa: PLC0415

        try:
            issued = organisation.issue_password(actor=Actor.system("password"), username=username, at=now())
        except NotFound:
            err.print(f"There is no account {username!r}. Import people first: `answerable import setup`.")
            raise typer.Exit(1) from None
        out.print(issued, highlight=False)
