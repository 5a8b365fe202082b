"""`answerable import …`: take in what others have written."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, language, out, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(help="Take in a set-up, or messages in bulk.", no_args_is_help=True)


@app.command()
def setup(
    path: Annotated[Path, typer.Argument(help="A folder or ZIP of CSV files, or a workbook", exists=True)],
    base: Annotated[str, typer.Option("--base", help="A shipped set-up to build on, e.g. china-police")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change")] = False,
) -> None:
    """Take a bureau's set-up: units, areas, people, topics, catalogue, calendar, clocks, templates. Safe to repeat.

    Example: [bold]answerable import setup my-bureau --base china-police --dry-run[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.import")
        with translation.override(language()):
            _set_up(path, base, dry_run)


def _set_up(path: Path, base: str, dry_run: bool) -> None:
    # The product's modules can be loaded only after Django has started.
    from answerable.contexts.organisation import api as organisation  # noqa: PLC0415
    from answerable.kernel.actor import Actor  # noqa: PLC0415
    from answerable.kernel.clock import now  # noqa: PLC0415
    from answerable.kernel.errors import Invalid, NotFound  # noqa: PLC0415
    from answerable.kernel.tables import open_tables  # noqa: PLC0415
    from answerable.processes.set_up_bureau import set_up_bureau  # noqa: PLC0415

    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as progress:
        task = progress.add_task("Reading …")
        try:
            loaded = set_up_bureau(
                actor=Actor.system("import"),
                tables=open_tables(path),
                base=organisation.shipped_setup(base) if base else None,
                at=now(),
                dry_run=dry_run,
                told=lambda name: progress.update(task, description=f"Taking {name} …"),
            )
        except NotFound:
            names = ", ".join(organisation.shipped_setups())
            err.print(f"There is no shipped set-up {base!r}. There are: {names}.", highlight=False)
            sys.exit(2)
        except Invalid as error:
            for fault in error.faults:
                err.print(f"[red]{fault.where}[/]: {fault.sentence}", highlight=False)
            err.print(f"{len(error.faults)} faults; nothing was changed.", highlight=False)
            sys.exit(1)
    report = Table("table", "created", "changed", "unchanged")
    for one in loaded:
        figures = (one.result.created, one.result.changed, one.result.unchanged)
        report.add_row(one.name, *(f"{figure:,}" for figure in figures))
    out.print(report)
    out.print("Nothing was written (dry run)." if dry_run else "The set-up is taken.")


@app.command()
def messages(
    file: Annotated[
        Path, typer.Argument(help="CSV (also .csv.gz) or a workbook", exists=True, dir_okay=False)
    ],
    profile: Annotated[
        str, typer.Option("--profile", help="How its columns are read; a new name is guessed from the header")
    ],
    channel: Annotated[
        str, typer.Option("--channel", help="The channel they came by, if not the profile's")
    ] = "",
    column: Annotated[
        list[str] | None, typer.Option("--column", help="For a new profile: FIELD=COLUMN[,COLUMN …]")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", help="Where refused rows go, each with its reason")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would become of each row")
    ] = False,
    no_sweep: Annotated[bool, typer.Option("--no-sweep", help="Leave the cases to the worker")] = False,
) -> None:
    """Take messages in and make cases of them. Every row is accounted for; a run that was killed goes on where it was.

    Example: [bold]answerable import messages march.csv --profile order-list --channel hotline_12345 --dry-run[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.import")
        # The product's modules can be loaded only after Django has started.
        from answerable.interfaces.cli.import_run import Wanted, run  # noqa: PLC0415

        with translation.override(language()):
            wanted = Wanted(
                file=file,
                profile=profile,
                channel=channel,
                columns=column or [],
                rejected=rejected or file.with_name(f"{file.name}.rejected.csv"),
                dry_run=dry_run,
                sweep=not no_sweep,
            )
            sys.exit(run(wanted))
