"""`answerable demo`: fill an empty installation with the city of Qingtang."""

import time
from typing import Annotated

import typer
from django.core.management import call_command
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, out, require_demo_mode, start_django
from answerable.interfaces.web.demo_logins import LOGINS, PASSWORD
from answerable.kernel.clock import now
from answerable.kernel.postgres import Login

DEFAULT_CASES, SMALL_CASES = 20_000, 300


def demo(
    small: Annotated[
        bool, typer.Option("--small", help="A small city with 300 cases, for a quick look")
    ] = False,
    seed: Annotated[int, typer.Option(help="Another seed makes another city")] = 1,
    cases: Annotated[
        int | None, typer.Option(min=1, max=500_000, help="How many cases", show_default="20,000")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Drop a demo city that is there, and make it anew")
    ] = False,
) -> None:
    """Fill an empty installation with the demo city: a bureau of 600 posts and half a year of its life.

    Example: [bold]answerable demo --small[/]
    """
    require_demo_mode()
    with database(Login.OWNER):
        start_django(door="cli.demo")
        call_command("migrate", verbosity=0, interactive=False)
        fill(small=small, seed=seed, count=cases, again=again)
        show_logins()


def fill(*, small: bool = False, seed: int = 1, count: int | None = None, again: bool = False) -> None:
    """Make the demo city where there is none or half of one; leave a whole one, and refuse beside a real bureau."""
    # Models exist only once Django has started.
    from answerable.interfaces.cli.demo import marker  # noqa: PLC0415

    there = marker.found()
    if there is marker.Found.BUREAU:
        err.print(
            "There is a bureau in this installation already. The demo city needs an empty one:"
            " set ANSWERABLE_DATA_DIR to another folder."
        )
        raise typer.Exit(1)
    if there is marker.Found.WHOLE and not again:
        return
    if there is marker.Found.HALF:
        out.print("The demo city was only half made. It is made anew.")
    if there is not marker.Found.NOTHING:
        marker.clear()
    _build(small, seed, count or (SMALL_CASES if small else DEFAULT_CASES))


def _build(small: bool, seed: int, count: int) -> None:
    from answerable.interfaces.cli.demo import marker  # noqa: PLC0415
    from answerable.interfaces.cli.demo.building import Plan, build  # noqa: PLC0415

    until = now().replace(second=0, microsecond=0)
    plan = Plan.small(until, seed, count) if small else Plan(until, seed, count)
    started = time.monotonic()
    marker.begin()
    with _progress() as bar:
        line = bar.add_task("The city is drawn and its bureau set up", total=count)

        def told(what: str, done: int) -> None:
            if what == "life":
                bar.update(line, description=f"{plan.days} days of life", advance=done)

        built = build(plan, told)
    marker.finish(f"seed {seed}, {built.voices} voices, {built.acts} acts, until {until.isoformat()}")
    out.print(f"{built.voices:,} voices and {built.acts:,} acts in {time.monotonic() - started:.0f} s.")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=out,
    )


def show_logins() -> None:
    """Print who may sign in."""
    table = Table(title="Sign in as", title_justify="left", box=None, pad_edge=False)
    for heading in ("user", "post", "what they do"):
        table.add_column(heading)
    for login in LOGINS:
        table.add_row(f"[bold]{login.username}[/]", login.post, login.does_en)
    out.print(table)
    out.print(f"Password for all: [bold]{PASSWORD}[/]", highlight=False)
