"""`answerable insight …`: judge a bureau's counts, or anybody's."""

import csv
import json
import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from answerable.interfaces.cli.begin import database, err, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(
    help="What many say about the same thing, and counts that their past does not explain.",
    no_args_is_help=True,
)


@app.command()
def warn(
    file: Annotated[
        Path,
        typer.Option("--input", exists=True, dir_okay=False, help="CSV or CSV.GZ with the columns id,t,y"),
    ],
    first: Annotated[int, typer.Option("--from", min=1, help="Judge from this week (t) on")],
    alpha: Annotated[
        float, typer.Option(min=1e-4, max=0.2, help="Share of quiet weeks that may alarm")
    ] = 0.0097,
    method: Annotated[
        str, typer.Option(help="two_weeks, two_weeks_holidays or farrington_flexible")
    ] = "two_weeks",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not CSV")] = False,
) -> None:
    """Judge each week of each series by the weeks before it: expected count, threshold, score, alarm.

    Score and threshold are log evidence (two_weeks) or, as in R, the count's place between what was expected and
    the upper bound, which is the threshold (farrington_flexible). Values are empty where the history is too short.

    Example: [bold]answerable insight warn --input series.csv.gz --from 576 --alpha 0.0097 --json[/]
    """
    start_django(door="")
    from answerable.contexts.insight import api as insight  # noqa: PLC0415
    from answerable.contexts.insight.errors import SeriesFault  # noqa: PLC0415

    known = {name: name for name in insight.METHODS}
    if method not in known:
        err.print(f"No method {method}; there are {', '.join(known)}.", highlight=False)
        raise typer.Exit(2)
    try:
        blocks = insight.read_series(file)
    except SeriesFault as fault:
        err.print(str(fault), highlight=False)
        raise typer.Exit(1) from None
    rule = insight.Rule(method=known[method], alpha=alpha)
    judged = list(insight.judge_blocks(blocks, first=first, rule=rule))
    # Ids that are all numbers stay numbers, so that rows can be joined to the file they came from.
    plain = all(
        name.isdecimal() and str(int(name)) == name for name in chain(*(block.ids for block in blocks))
    )
    rows = [week._asdict() | ({"id": int(week.id)} if plain else {}) for week in judged]
    if as_json:
        sys.stdout.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
        return
    writer = csv.DictWriter(sys.stdout, insight.WeekJudged._fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


@app.command()
def issues(
    file: Annotated[
        Path,
        typer.Option(
            "--input", exists=True, dir_okay=False, help="CSV or CSV.GZ: id,title,detail,received_at[,likes]"
        ),
    ],
    at_least: Annotated[int, typer.Option(min=1, help="Leave out issues of fewer messages")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, not a line for each issue")] = False,
) -> None:
    """Group messages that tell of the same matter in the same place; the hottest issue comes first.

    Heat is the sum, over an issue's messages, of 1 + ln(1 + likes), halved for every 60 days before the newest
    message of the file.

    Example: [bold]answerable insight issues --input messages.csv.gz --json[/]
    """
    start_django(door="")
    from answerable.contexts.insight import api as insight  # noqa: PLC0415
    from answerable.contexts.insight.errors import SeriesFault  # noqa: PLC0415

    try:
        found = insight.find_issues(insight.read_messages(file), at_least=at_least)
    except SeriesFault as fault:
        err.print(str(fault), highlight=False)
        raise typer.Exit(1) from None
    if as_json:
        lines = (json.dumps(issue._asdict(), ensure_ascii=False) for issue in found)
        sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n")
        return
    for issue in found:
        period = f"{issue.first or '?'} – {issue.last or '?'}"
        sys.stdout.write(
            f"{issue.heat:8.1f} {issue.size:5d}  {period}  {issue.place or ''}  {' '.join(issue.terms)}\n"
        )


@app.command()
def history(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV: topic,area,week,count")],
) -> None:
    """Take over the weekly counts of an earlier system, so that warnings know more than our own first months.

    `topic` and `area` are codes of the set-up (no area: the whole bureau), `week` is any day of it. What was given
    before is replaced. A season is told from news after a year and a half.

    Example: [bold]answerable insight history counts.csv[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.insight")
        from answerable.contexts.insight import api as insight  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import Invalid  # noqa: PLC0415
        from answerable.kernel.tables import read_csv  # noqa: PLC0415

        try:
            counts = insight.read_history(read_csv(file.read_bytes(), file.name))
            kept = insight.load_history(actor=Actor.system("insight"), counts=counts, at=now())
        except Invalid as error:
            for fault in error.faults:
                err.print(f"{fault.where}: {fault.sentence}", highlight=False)
            raise typer.Exit(1) from None
        sys.stdout.write(f"{kept}\n")


@app.command()
def watch(
    everything: Annotated[
        bool, typer.Option("--all", help="Count all weeks since the first case anew, not only the last ten")
    ] = False,
) -> None:
    """Count the weeks that are over and judge the newest, as the worker does every morning.

    Example: [bold]answerable insight watch --all[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.insight")
        from answerable.contexts.insight import api as insight  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415

        at = now()
        week = insight.count_weeks(at=at, weeks=None) if everything else insight.count_weeks(at=at)
        raised = insight.judge_week(week=week, at=at)
        climbed = insight.climb_warnings(at=at)
        sys.stdout.write(f"{week}: {len(raised)} raised, {climbed} climbed\n")
