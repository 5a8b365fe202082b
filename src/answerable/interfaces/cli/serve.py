"""`answerable up`, `web` and `worker`: the running product. The journal's two processes: signer.py and journal.py."""

import os
import shutil
import socket
import time
from typing import Annotated

import typer
from django.core.management import call_command
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from answerable.config.options import Mode, Options
from answerable.interfaces.cli.alone import alone
from answerable.interfaces.cli.begin import (
    database,
    err,
    options,
    out,
    refuse_owner,
    require_demo_mode,
    start_django,
)
from answerable.interfaces.cli.children import Children
from answerable.interfaces.cli.demo import command as demo_command
from answerable.interfaces.cli.parent import MASTER, end_with_parent
from answerable.interfaces.cli.retention import replay_now
from answerable.kernel.file_locks import FileLock
from answerable.kernel.postgres import Login

JOBS_AT_ONCE = 3
# A web server that was killed leaves processes that need a moment to notice.
PORT_SECONDS = 3
# Our own commands, and as whom each reaches the database. The signer reaches none.
SERVED = {
    "web": Login.WEB,
    "worker": Login.WORKER,
    "signer run": None,
    "journal run": Login.SEQUENCER,
}
# Backups, where there is a folder for them; it makes its own way to the embedded database.
KEPT = {"db keep": None}
FILLED = {"demo --child": Login.OWNER}


def up(
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty installation with the demo city")
    ] = False,
    small: Annotated[
        bool, typer.Option("--small", help="With --demo: a small city, ready in seconds")
    ] = False,
) -> None:
    """Run everything: database, web server, worker, sequencer and signer, until Ctrl-C.

    Example: [bold]answerable up --demo[/]
    """
    if demo:
        require_demo_mode()
    settings = options()
    with alone(settings) as mark:
        require_free_port(settings)
        _open_and_serve(settings, mark, demo=demo, small=small)


def _open_and_serve(settings: Options, mark: FileLock, *, demo: bool, small: bool) -> None:
    with database(Login.OWNER) as revive:
        start_django(door="cli.up")
        with out.status("Preparing the database …"):
            call_command("migrate", verbosity=0, interactive=False)
            # Before anybody sees a page: a backup may have brought back what was erased.
            replay_now()
        if demo:
            demo_command.open_city(small=small)
        _greet(settings)
        rest = demo and not demo_command.city_is_whole()
        kept = KEPT if settings.backup_dir and not settings.database_url else {}
        Children({**SERVED, **kept}, FILLED if rest else {}, mark, revive).run()


def require_free_port(settings: Options) -> None:
    """End with a sentence if something listens already where we would, and goes on to."""
    deadline = time.monotonic() + PORT_SECONDS
    while (error := _taken(settings)) is not None:
        if time.monotonic() >= deadline:
            err.print(
                f"Nothing can be served at {settings.address}:{settings.port}: {error.strerror}."
                " Perhaps Answerable runs already. Else set ANSWERABLE_PORT to another number.",
                highlight=False,
            )
            raise typer.Exit(1)
        time.sleep(0.1)


def _taken(settings: Options) -> OSError | None:
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.address, settings.port))
        except OSError as error:
            return error
    return None


def _greet(settings: Options) -> None:
    base = f"http://{settings.address}:{settings.port}"
    if settings.mode is Mode.DEMO:
        demo_command.show_logins()
    out.print(f"For residents [bold]{base}/[/]", highlight=False)
    out.print(f"For staff     [bold]{base}/console/[/]   (Ctrl-C ends it)", highlight=False)


def web() -> None:
    """Serve the portal, the console and the API.

    Example: [bold]DATABASE_URL=postgresql://… answerable web[/]
    """
    settings = options()
    require_free_port(settings)
    end_with_parent()
    with database(Login.WEB):
        refuse_owner(settings)
        figures = settings.data_dir / "metrics"
        shutil.rmtree(figures, ignore_errors=True)
        figures.mkdir(parents=True)
        os.environ[MASTER] = str(os.getpid())
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)
        Server(
            "answerable.config.wsgi:application",
            address=settings.address,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=settings.web_processes,
            blocking_threads=settings.web_threads,
            respawn_failed_workers=True,
            log_access=False,
            log_level=LogLevels.warning,
        ).serve()


def worker() -> None:
    """Run the jobs: sweeping submissions, delivering messages, watching deadlines.

    Example: [bold]DATABASE_URL=postgresql://… answerable worker[/]
    """
    end_with_parent()
    with database(Login.WORKER):
        refuse_owner(options())
        # Each job opens a door of its own.
        start_django(door="")
        _work()


def _work() -> None:
    # Tasks register themselves when Django starts; only then is there an app to run.
    from procrastinate.contrib.django import app  # noqa: PLC0415

    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        running.run_worker(
            concurrency=JOBS_AT_ONCE, delete_jobs="never", listen_notify=True, install_signal_handlers=True
        )
