"""`answerable review …`: figures of what residents think, for any file of a bureau's own."""

import csv
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from answerable.interfaces.cli.begin import err, start_django

app = typer.Typer(help="What residents think, with all that is not known.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `estimate` a command of its own, also while it is the only one."""


@app.command()
def estimate(
    file: Annotated[
        Path,
        typer.Option(
            "--input", exists=True, dir_okay=False, help="CSV or CSV.GZ, one row for each person asked"
        ),
    ],
    design: Annotated[
        Path,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="JSON: how the answers came, and which figures (docs/estimates.md)",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not CSV")] = False,
) -> None:
    """Estimate shares, means, totals and changes, with design-based intervals and the bounds for the silent.

    Example: [bold]answerable review estimate --input answers.csv --design design.json --json[/]
    """
    start_django(door="")
    from answerable.contexts.review import api as review  # noqa: PLC0415

    try:
        found = review.estimate_file(file, review.read_description(design))
    except (review.AnswersFault, review.CannotEstimate) as fault:
        err.print(str(fault), highlight=False, markup=False)
        raise typer.Exit(1) from None
    rows = [line._asdict() for line in found]
    if as_json:
        sys.stdout.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
        return
    writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
