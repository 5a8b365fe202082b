"""`answerable migrate` and `answerable db …`."""

import subprocess

import typer
from django.core.management import call_command

from answerable.interfaces.cli import backups, dumps
from answerable.interfaces.cli.begin import cluster, database, err, options, out, start_django
from answerable.kernel.postgres import Cluster, Login

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
        done = subprocess.run([dumps.program("psql")], env=dumps.client_environment(), check=False)
    raise typer.Exit(done.returncode)


app.command()(backups.backup)
app.command()(backups.backups)
app.command()(backups.restore)
app.command()(backups.keep)
app.command()(dumps.dump)
app.command()(dumps.load)


def _embedded() -> Cluster:
    settings = options()
    if settings.database_url is not None:
        err.print(
            "This installation uses an external database (DATABASE_URL); start and stop it where it runs."
        )
        raise typer.Exit(2)
    return cluster(settings)
