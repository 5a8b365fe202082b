"""`answerable migrate` and `answerable db …`."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import call_command

from answerable.interfaces.cli.begin import (
    address_past_the_lock,
    cluster,
    database,
    err,
    options,
    out,
    prepare_again,
    start_django,
)
from answerable.kernel.postgres import Cluster, Login, find_binaries

app = typer.Typer(help="The database: start, stop, look, back up, restore.", no_args_is_help=True)


def migrate() -> None:
    """Bring the database's tables up to this version. Safe to repeat.

    Example: [bold]answerable migrate[/]
    """
    with database(Login.OWNER):
        start_django(door="")
        call_command("migrate", verbosity=0, interactive=False)
    out.print("The database is up to date.")


@app.command()
def start() -> None:
    """Start the embedded PostgreSQL and leave it running.

    Example: [bold]answerable db start[/]
    """
    _embedded().start(keep=True)
    out.print(f"PostgreSQL runs; its data is in {_embedded().data}.")


@app.command()
def stop() -> None:
    """Stop the embedded PostgreSQL.

    Example: [bold]answerable db stop[/]
    """
    _embedded().stop()
    out.print("PostgreSQL is stopped.")


@app.command()
def status() -> None:
    """Say whether the embedded PostgreSQL runs.

    Example: [bold]answerable db status[/]
    """
    pid = _embedded().running_pid()
    out.print(f"PostgreSQL runs as process {pid}." if pid else "PostgreSQL does not run.")
    raise typer.Exit(0 if pid else 1)


@app.command()
def shell() -> None:
    """Open psql on the database.

    Example: [bold]answerable db shell[/]
    """
    with database(Login.OWNER):
        _client("psql", _dsn())


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write, e.g. answerable.dump")]) -> None:
    """Write the whole database into one file. Keys and attachments are files of their own: see the operator guide.

    Example: [bold]answerable db backup answerable.dump[/]
    """
    part = file.with_name(file.name + ".part")
    with database(Login.OWNER):
        _client(
            "pg_dump", "--format=custom", f"--schema={options().database_schema}", f"--file={part}", _dsn()
        )
    part.replace(file)
    out.print(f"Written: {file} ({file.stat().st_size:,} bytes).")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `db backup` wrote", exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option("--replace", help="Drop what is there first")] = False,
) -> None:
    """Read a backup into an empty database, in one transaction: all of it or nothing.

    Example: [bold]answerable db restore answerable.dump --replace[/]
    """
    with database(Login.OWNER):
        clean = ["--clean", "--if-exists"] if replace else []
        _client("pg_restore", "--single-transaction", "--no-owner", *clean, f"--dbname={_dsn()}", str(file))
        prepare_again()
    out.print("Restored.")


def _embedded() -> Cluster:
    settings = options()
    if settings.database_url is not None:
        err.print(
            "This installation uses an external database (DATABASE_URL); start and stop it where it runs."
        )
        raise typer.Exit(2)
    return cluster(settings)


def _dsn() -> str:
    return address_past_the_lock()


def _client(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's clients: the installation's own if there is one, else the system's."""
    own = find_binaries().folder / program
    path = str(own) if own.exists() else shutil.which(program)
    if path is None:
        err.print(f"{program} is not installed. Install the package postgresql-client.")
        raise typer.Exit(1)
    done = subprocess.run([path, *arguments], check=False)
    if done.returncode != 0:
        sys.exit(done.returncode)
