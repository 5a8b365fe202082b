"""`answerable export …`: write out what others may use."""

from pathlib import Path
from typing import Annotated

import typer

from answerable.interfaces.cli.begin import database, err, out, start_django

app = typer.Typer(help="Write out the set-up, or what you may see.", no_args_is_help=True)


@app.command()
def setup(
    path: Annotated[
        Path, typer.Argument(help="The folder to write; its tables are replaced", file_okay=False)
    ],
) -> None:
    """Write the present set-up as the tables that `answerable import setup` takes. Passwords are not in it.

    Example: [bold]answerable export setup my-bureau[/]
    """
    with database():
        start_django()
        # The product's modules can be loaded only after Django has started.
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.tables import write_csv  # noqa: PLC0415
        from answerable.processes.export_setup import export_setup  # noqa: PLC0415

        tables = export_setup(Actor.system("export"), at=now())
        if not tables:
            err.print("There is no set-up yet.")
            raise typer.Exit(1)
        path.mkdir(parents=True, exist_ok=True)
        for table in tables:
            (path / f"{table.name}.csv").write_bytes(write_csv(table))
            out.print(f"{table.name}.csv: {len(table.rows):,} lines", highlight=False)
