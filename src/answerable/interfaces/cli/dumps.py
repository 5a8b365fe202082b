"""`answerable db dump` and `db load`: all rows in one sealed file, from one PostgreSQL to another."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from answerable.interfaces.cli.begin import (
    address_past_the_lock,
    database,
    err,
    options,
    out,
    prepare_again,
    start_django,
)
from answerable.kernel.backups.sealed import SealBroken, sealing, unsealed
from answerable.kernel.postgres import BinariesNotFound, Login, find_binaries

_READ = 1024 * 1024


def dump(
    file: Annotated[Path, typer.Argument(help="The file to write, e.g. answerable.dump.sealed")],
) -> None:
    """Write the whole database into one sealed file. Keys and attachments are files of their own.

    Example: [bold]answerable db dump answerable.dump.sealed[/]
    """
    with database(Login.OWNER):
        start_django(door="")

        schema = f"--schema={options().database_schema}"
        client = subprocess.Popen(
            [program("pg_dump"), "--format=custom", schema], stdout=subprocess.PIPE, env=client_environment()
        )
        assert client.stdout is not None
        with sealing(file) as sealed:
            while piece := client.stdout.read(_READ):
                sealed.write(piece)
            if client.wait() != 0:
                raise typer.Exit(client.returncode)
    out.print(f"Written: {file} ({file.stat().st_size:,} bytes).")


def load(
    file: Annotated[Path, typer.Argument(help="A file that `db dump` wrote", exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option("--replace", help="Drop what is there first")] = False,
) -> None:
    """Read such a file into an empty database, in one transaction: all of it or nothing.

    Example: [bold]answerable db load answerable.dump.sealed --replace[/]
    """
    clean = ["--clean", "--if-exists"] if replace else []
    with database(Login.OWNER):
        start_django(door="")

        client = subprocess.Popen(
            [program("pg_restore"), "--single-transaction", "--no-owner", *clean, "--dbname=" + _name()],
            stdin=subprocess.PIPE, env=client_environment(),
        )  # fmt: skip
        assert client.stdin is not None
        try:
            for piece in unsealed(file):
                client.stdin.write(piece)
            client.stdin.close()
        except (SealBroken, BrokenPipeError) as error:
            # Not ended, the transaction is not committed.
            client.kill()
            client.wait()
            err.print(f"[red]{error}[/]", highlight=False)
            raise typer.Exit(1) from None
        if client.wait() != 0:
            raise typer.Exit(client.returncode)
        prepare_again()
    out.print("Loaded.")


def _name() -> str:
    return str(psycopg.conninfo.conninfo_to_dict(address_past_the_lock()).get("dbname", ""))


def client_environment() -> Mapping[str, str]:
    """Return how PostgreSQL's own clients reach the database: not by arguments, which everybody could read."""
    parts = psycopg.conninfo.conninfo_to_dict(address_past_the_lock())
    names = {"dbname": "PGDATABASE"}
    known = {name: str(value) for name, value in parts.items() if value is not None}
    return os.environ | {names.get(name, f"PG{name.upper()}"): value for name, value in known.items()}


def program(name: str) -> str:
    """Return where one of PostgreSQL's clients is: the installation's own if there is one, else the system's."""
    try:
        own = find_binaries().folder / name
    except BinariesNotFound:
        own = Path()
    path = str(own) if own.is_file() else shutil.which(name)
    if path is None:
        err.print(f"{name} is not installed. Install the package postgresql-client.")
        raise typer.Exit(1)
    return path
