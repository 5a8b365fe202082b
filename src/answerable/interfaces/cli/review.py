"""`answerable review …`: figures of what residents think, for any file of a bureau's own."""

import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from answerable.interfaces.cli.begin import database, err, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(help="What residents think, with all that is not known.", no_args_is_help=True)


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


@app.command()
def publish(
    correct: Annotated[str, typer.Option(help="Count a published month anew, e.g. 2026-04")] = "",
    why_zh: Annotated[str, typer.Option(help="Why it is corrected, in Chinese")] = "",
    why_en: Annotated[str, typer.Option(help="The same in English")] = "",
) -> None:
    """Publish the months that are closed, as the worker does every night; or correct one.

    What was published stays readable; a correction is another version that says why.

    Example: [bold]answerable review publish --correct 2026-04 --why-zh 补录遗漏工单 --why-en "Orders were missing"[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.review")
        from answerable.contexts.review import api as review  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import AnswerableError, Invalid  # noqa: PLC0415

        if not correct:
            sys.stdout.write("".join(f"{month:%Y-%m}\n" for month in review.publish_months(at=now())))
            return
        try:
            month = date.fromisoformat(f"{correct}-01")
            version = review.correct_month(month=month, why_zh=why_zh, why_en=why_en, at=now())
        except ValueError:
            err.print("Write the month such as 2026-04.", highlight=False)
            raise typer.Exit(2) from None
        except Invalid as error:
            for fault in error.faults:
                err.print(f"{fault.where}: {fault.sentence}", highlight=False)
            raise typer.Exit(1) from None
        except AnswerableError as error:
            err.print(str(error.sentence), highlight=False)
            raise typer.Exit(1) from None
        sys.stdout.write(f"{month:%Y-%m} version {version}\n")
