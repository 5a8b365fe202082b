"""`answerable up`, `web` and `worker`: the running product."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from django.core.management import call_command
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from answerable.interfaces.cli.begin import database, err, options, out, start_django

RESTART_AFTER = (1, 2, 5, 10, 30)


def up(
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty installation with the demo city")
    ] = False,
) -> None:
    """Run everything: database, web server and worker, until Ctrl-C.

    Example: [bold]answerable up --demo[/]
    """
    if demo:
        os.environ.setdefault("ANSWERABLE_MODE", "demo")
    settings = options()
    with database():
        start_django()
        with out.status("Preparing the database …"):
            call_command("migrate", verbosity=0, interactive=False)
        out.print(
            f"Answerable runs at [bold]http://{settings.address}:{settings.port}/[/]   (Ctrl-C ends it)"
        )
        Children(("web", "worker")).run()


def web() -> None:
    """Serve the portal, the console and the API.

    Example: [bold]DATABASE_URL=postgresql://… answerable web[/]
    """
    settings = options()
    with database():
        figures = settings.data_dir / "metrics"
        shutil.rmtree(figures, ignore_errors=True)
        figures.mkdir(parents=True)
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
    with database():
        start_django()
        _work()


def _work() -> None:
    # Tasks register themselves when Django starts; only then is there an app to run.
    from procrastinate.contrib.django import app  # noqa: PLC0415

    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        running.run_worker(delete_jobs="never", listen_notify=True, install_signal_handlers=True)


class Children:
    """Our own commands as child processes: started together, restarted when one dies, ended together."""

    def __init__(self, commands: tuple[str, ...]) -> None:
        self.commands = commands
        self.ending = threading.Event()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.failures = dict.fromkeys(commands, 0)

    def run(self) -> None:
        """Start all and watch over them until a signal asks for the end."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._end)
        for command in self.commands:
            self._start(command)
        while not self.ending.wait(0.5):
            self._watch()
        self._stop_all()

    def _end(self, _: int, __: FrameType | None) -> None:
        self.ending.set()

    def _start(self, command: str) -> None:
        executable = Path(sys.executable).parent / "answerable"
        # In a session of its own: Ctrl-C reaches us alone, and we end the children in order.
        self.running[command] = subprocess.Popen([str(executable), command], start_new_session=True)

    def _watch(self) -> None:
        for command, child in list(self.running.items()):
            code = child.poll()
            if code is None:
                continue
            wait = RESTART_AFTER[min(self.failures[command], len(RESTART_AFTER) - 1)]
            self.failures[command] += 1
            err.print(f"`answerable {command}` ended with {code}; starting it again in {wait} s.")
            if self.ending.wait(wait):
                return
            self._start(command)

    def _stop_all(self) -> None:
        for child in self.running.values():
            child.terminate()
        deadline = time.monotonic() + 20
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
