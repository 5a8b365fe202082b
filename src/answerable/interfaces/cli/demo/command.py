"""`answerable demo`: fill an empty installation with the city of Qingtang."""

from typing import Annotated

import typer
from django.core.management import call_command
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, out, require_demo_mode, start_django
from answerable.interfaces.cli.demo.filling import fill_on
from answerable.interfaces.cli.parent import end_with_parent
from answerable.interfaces.cli.progress import Telling
from answerable.interfaces.web.demo_logins import LOGINS, PASSWORD
from answerable.kernel.clock import now
from answerable.kernel.postgres import Login

DEFAULT_CASES, SMALL_CASES, SMALL_ARCHIVE = 20_000, 300, 500


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
    child: Annotated[bool, typer.Option("--child", hidden=True, help="Started by `answerable up`")] = False,
) -> None:
    """Fill an empty installation with the demo city: a bureau of 600 posts and half a year of its life.

    Example: [bold]answerable demo --small[/]
    """
    require_demo_mode()
    if child:
        end_with_parent()
    with database(Login.OWNER):
        start_django(door="cli.demo")
        call_command("migrate", verbosity=0, interactive=False)
        open_city(small=small, seed=seed, count=cases, again=again)
        fill_rest()
        if not child:
            show_logins()


def open_city(*, small: bool = False, seed: int = 1, count: int | None = None, again: bool = False) -> None:
    """Make the demo city where there is none, up to the newest part of its life; refuse beside a real bureau.

    A city whose set-up was interrupted is made anew; one whose past is not all there is left for `fill_rest`.
    """
    # Models exist only once Django has started.
    from answerable.interfaces.web import demo_city  # noqa: PLC0415

    there = demo_city.found()
    if there is demo_city.Found.BUREAU:
        err.print(
            "There is a bureau in this installation already. The demo city needs an empty one:"
            " set ANSWERABLE_DATA_DIR to another folder."
        )
        raise typer.Exit(1)
    if there in (demo_city.Found.WHOLE, demo_city.Found.OPEN) and not again:
        return
    if there is demo_city.Found.HALF:
        out.print("The demo city was only begun. It is made anew.")
    if there is not demo_city.Found.NOTHING:
        demo_city.clear()
    _build(small, seed, count or (SMALL_CASES if small else DEFAULT_CASES))


def _build(small: bool, seed: int, count: int) -> None:
    from answerable.interfaces.cli.demo import building  # noqa: PLC0415
    from answerable.interfaces.web import demo_city  # noqa: PLC0415

    until = now().replace(second=0, microsecond=0)
    archive = SMALL_ARCHIVE if small else building.Plan(until).archive
    plan = (
        building.Plan.small(until, seed, count, archive)
        if small
        else building.Plan(until, seed, count, archive=archive)
    )
    demo_city.begin()
    with out.status("The city is drawn, its bureau set up, its classifier taught …"):
        building.set_up(plan)
    first = plan.first_days
    share = count if small else round(count * first / plan.days)
    with Telling(f"The last {first} days are lived", share) as tell:
        building.live(plan, 0, tell.more)
        building.analyse()


def city_is_whole() -> bool:
    """Say whether all of the city's past is there."""
    from answerable.interfaces.web import demo_city  # noqa: PLC0415

    return demo_city.found() is demo_city.Found.WHOLE


def fill_rest() -> None:
    """Let the rest of the past come in; what was interrupted goes on."""
    from answerable.interfaces.cli.demo.building import analyse  # noqa: PLC0415
    from answerable.interfaces.web import demo_city  # noqa: PLC0415

    if demo_city.filling() is not None:
        fill_on()
        analyse(vacuum=True)
        if mark := demo_city.mark():
            out.print(f"The city is whole: {mark.voices:,} voices, {mark.acts:,} acts.", highlight=False)


def show_logins() -> None:
    """Print who may sign in."""
    table = Table(title="Sign in as", title_justify="left", box=None, pad_edge=False)
    for heading in ("user", "post", "what they do"):
        table.add_column(heading)
    for login in LOGINS:
        table.add_row(f"[bold]{login.username}[/]", login.post, login.does_en)
    out.print(table)
    out.print(
        f"Password for all: [bold]{PASSWORD}[/]. The page fills in the code of the app.", highlight=False
    )
