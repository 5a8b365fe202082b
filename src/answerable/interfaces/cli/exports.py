"""`answerable export …`: write out what others may use."""

from pathlib import Path
from typing import Annotated

import typer

from answerable.interfaces.cli.begin import database, err, language, out, start_django
from answerable.kernel.postgres import Login

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
    with database(Login.WORKER):
        start_django(door="cli.export")
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


@app.command()
def cases(
    path: Annotated[Path, typer.Argument(help="The file to write", dir_okay=False)],
    post: Annotated[str, typer.Option("--as", help="The code of the post whose view it is")],
    form: Annotated[
        str, typer.Option("--format", help="csv, xlsx, parquet or jsonl; else by the name of the file")
    ] = "",
    view: Annotated[str, typer.Option("--view", help="Which list: all, open, overdue, …")] = "all",
    text: Annotated[str, typer.Option("--text", help="Only cases with these words")] = "",
) -> None:
    """Write the cases that a post may see, within its units and its walls, with persons masked. It is journalled.

    Example: [bold]answerable export cases --as P-0007 --format parquet cases.parquet[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.export")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.cases.api import CaseFilter, row_scope  # noqa: PLC0415
        from answerable.contexts.cases.enums import View  # noqa: PLC0415
        from answerable.contexts.organisation import api as organisation  # noqa: PLC0415
        from answerable.kernel import row_security  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.table_files import Form  # noqa: PLC0415
        from answerable.processes.export_cases import export_cases  # noqa: PLC0415

        at = now()
        held = organisation.post_by_code(post, at=at)
        named = form or path.suffix.lstrip(".").lower()
        if held is None:
            err.print(f"There is no post {post!r} that somebody holds now.", highlight=False)
            raise typer.Exit(2)
        if named not in list(Form) or view not in View.values:
            err.print(
                "Write --format csv, xlsx, parquet or jsonl, and --view as the console names its lists."
            )
            raise typer.Exit(2)
        actor = organisation.actor_for(held.id, at=at)
        # A half-written file must not look like a whole one.
        part = path.with_name(f"{path.name}.part")
        with err.status("Writing …"), part.open("wb") as target, row_security.within(row_scope(actor)):
            rows = export_cases(
                actor=actor,
                narrowed=CaseFilter(view=View(view), text=text),
                form=Form(named),
                language=language(),
                target=target,
                at=at,
            )
        part.replace(path)
        out.print(f"{path}: {rows:,} cases", highlight=False)
