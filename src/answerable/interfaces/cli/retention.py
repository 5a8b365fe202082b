"""`answerable retention …`: what would be erased, what was, and doing it."""

from typing import Annotated

import typer
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, out, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(help="Keeping and erasing: preview, run, erase, replay, report.", no_args_is_help=True)


@app.command()
def preview() -> None:
    """Show what each rule would erase if it were carried out now, and erase nothing.

    Example: [bold]answerable retention preview[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.retention")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.retention import api as retention  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415

        shown = Table("kind", "topic", "months", "ended before", "cases", "held from")
        for due in retention.preview(Actor.system("cli"), now()):
            rule = due.rule
            shown.add_row(
                rule.kind or "any",
                rule.topic_code or "any",
                str(rule.months),
                f"{due.before:%Y-%m-%d}",
                f"{due.count:,}",
                f"{rule.holds_from:%Y-%m-%d}",
            )
        out.print(shown)


@app.command()
def run() -> None:
    """Erase now what the night would erase.

    Example: [bold]answerable retention run[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.retention")
        # The product's modules can be loaded only after Django has started.
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.processes.retire_cases import (  # noqa: PLC0415
            erase_granted,
            retire_cases,
            retire_submissions,
        )

        at = now()
        granted, retired, rejected = erase_granted(at=at), retire_cases(at=at), retire_submissions(at=at)
        out.print(
            f"Erased: {granted:,} cases that residents asked for, {retired:,} whose time is over,"
            f" {rejected:,} messages that were not taken up."
        )


@app.command()
def erase(
    reference: Annotated[str, typer.Argument(help="The reference of the case")],
    basis: Annotated[str, typer.Option("--basis", help="order (of a court or authority) or unlawful")],
) -> None:
    """Erase one ended case by order. What residents ask for is decided in the console.

    Example: [bold]answerable retention erase 2026-7KQF-3M2P --basis order[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.retention")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.cases import api as cases  # noqa: PLC0415
        from answerable.contexts.retention.enums import Basis  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.errors import AnswerableError  # noqa: PLC0415
        from answerable.processes.erase_cases import erase_cases  # noqa: PLC0415

        if basis not in (Basis.ORDER, Basis.UNLAWFUL):
            err.print("--basis is order or unlawful.")
            raise typer.Exit(2)
        actor = Actor.system("cli")
        try:
            case_id = cases.case_id_of(actor, reference)
            erase_cases(actor=actor, case_ids=[case_id], basis=Basis(basis), at=now())
        except AnswerableError as error:
            err.print(str(error), highlight=False)
            raise typer.Exit(1) from None
        out.print("Erased. The journal says so.")


@app.command()
def replay() -> None:
    """After a restore: erase again what the list outside the database names. `up` and `db restore` do it themselves.

    Example: [bold]answerable retention replay[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.retention")
        out.print(replay_now())


def replay_now() -> str:
    """Erase again, and return what to say of it. Django has been started, and may write."""
    # The product's modules can be loaded only after Django has started.
    from answerable.kernel.actor import Actor  # noqa: PLC0415
    from answerable.kernel.clock import now  # noqa: PLC0415
    from answerable.processes.replay_erasures import replay_erasures  # noqa: PLC0415

    count = replay_erasures(actor=Actor.system("replay"), at=now())
    return f"{count:,} matters were erased again." if count else "Nothing that was erased is here."


@app.command()
def report() -> None:
    """Show how many cases were erased, by month and by which right.

    Example: [bold]answerable retention report[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.retention")
        # The product's modules can be loaded only after Django has started.
        from answerable.contexts.retention import api as retention  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415

        shown = Table("month", "by which right", "cases")
        for month, basis, count in retention.report(Actor.system("cli")):
            shown.add_row(f"{month:%Y-%m}", str(basis), f"{count:,}")
        out.print(shown)
