"""`answerable dispatch …`: find the flaws of a catalogue, and see what another one would change."""

import json
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from django.utils import timezone, translation
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, language, out, start_django
from answerable.kernel.postgres import Login

if TYPE_CHECKING:
    from answerable.contexts.dispatch.api import Rehearsal
    from answerable.kernel.tables import Table as Sheet

app = typer.Typer(help="The dispatch catalogue: check it, rehearse a change of it.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]


@app.command()
def lint(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="A catalogue.csv; without, the one in force"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Name every line of a catalogue that can never act, or that another one contradicts. Ends with 1 if there is any.

    Example: [bold]answerable dispatch lint my-bureau/catalogue.csv[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.dispatch")
        from answerable.contexts.dispatch import api as dispatch  # noqa: PLC0415

        with translation.override(language()):
            table = None if file is None else _sheet(file)
            found = dispatch.lint_catalogue(table)
            faults = [] if table is None else table.faults
            rows = [
                *(
                    {"where": fault.where, "flaw": "fault", "sentence": str(fault.sentence)}
                    for fault in faults
                ),
                *({"where": f"{one.line}", "flaw": one.flaw, "sentence": one.sentence} for one in found),
            ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            out.print(f"[red]{row['where']}[/] {row['sentence']}", highlight=False)
        out.print(f"{len(rows)} findings." if rows else "Nothing to mend.")
    raise typer.Exit(1 if rows else 0)


@app.command()
def rehearse(
    catalogue: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The changed catalogue.csv")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day")],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day")],
    as_json: AsJson = False,
) -> None:
    """Replay a period's cases against changed rules, and show what would go elsewhere. Nothing is changed.

    Example: [bold]answerable dispatch rehearse --from 2026-01-01 --to 2026-03-31 --catalogue new.csv[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.dispatch")
        with translation.override(language()):
            found = _rehearse(catalogue, since, until)
            rows = _rows(found)
    if as_json:
        facts = {"cases": found.cases, "same": found.same, "moved": rows}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    table = Table("from", "to", "cases", "for example")
    for row in rows:
        table.add_row(row["from"], row["to"], f"{row['count']:,}", ", ".join(row["examples"]))
    if rows:
        out.print(table)
    out.print(f"{found.cases:,} cases; {found.same:,} would go where they go now.")


def _rehearse(catalogue: Path, since: datetime, until: datetime) -> "Rehearsal":
    from answerable.contexts.dispatch import api as dispatch  # noqa: PLC0415
    from answerable.kernel.actor import Actor  # noqa: PLC0415
    from answerable.kernel.errors import Invalid  # noqa: PLC0415

    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as progress:
        task = progress.add_task("Rehearsing …")
        try:
            return dispatch.rehearse(
                Actor.system("rehearse"),
                since=timezone.make_aware(datetime.combine(since, time.min)),
                until=timezone.make_aware(datetime.combine(until, time.max)),
                table=_sheet(catalogue),
                told=lambda done: progress.update(task, description=f"Rehearsing … {done:,} cases"),
            )
        except Invalid as error:
            for fault in error.faults:
                err.print(f"[red]{fault.where}[/]: {fault.sentence}", highlight=False)
            sys.exit(1)


def _rows(found: "Rehearsal") -> list[dict[str, Any]]:
    from answerable.contexts.organisation import api as organisation  # noqa: PLC0415

    def name(unit_id: int | None) -> str:
        return "triage" if unit_id is None else organisation.units().name(unit_id, language())

    return [
        {
            "from": name(move.from_unit),
            "to": name(move.to_unit),
            "count": move.count,
            "examples": list(move.examples),
        }
        for move in found.moved
    ]


def _sheet(file: Path) -> "Sheet":
    from answerable.kernel.errors import Invalid  # noqa: PLC0415
    from answerable.kernel.tables import read_csv  # noqa: PLC0415

    try:
        return read_csv(file.read_bytes(), file.name)
    except Invalid as error:
        for fault in error.faults:
            err.print(f"[red]{fault.where}[/]: {fault.sentence}", highlight=False)
        sys.exit(1)
