"""`answerable up`, `web` and `worker`: the running product. The journal's two processes: signer.py and journal.py."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from django.core.management import call_command
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from answerable.config.options import Mode, Options
from answerable.interfaces.cli.begin import (
    database,
    environment_for,
    err,
    options,
    out,
    refuse_owner,
    require_demo_mode,
    start_django,
)
from answerable.interfaces.cli.demo import command as demo_command
from answerable.interfaces.cli.parent import PARENT, end_with_parent
from answerable.kernel.postgres import Login

RESTART_AFTER = (1, 2, 5, 10, 30)
# A child that has lived this long has not failed to start.
SETTLED_AFTER = 60
JOBS_AT_ONCE = 3
# Our own commands, and as whom each reaches the database. The signer reaches none.
SERVED = {
    "web": Login.WEB,
    "worker": Login.WORKER,
    "signer run": None,
    "journal run": Login.SEQUENCER,
}
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
    require_free_port(settings)
    with database(Login.OWNER):
        start_django(door="cli.up")
        with out.status("Preparing the database …"):
            call_command("migrate", verbosity=0, interactive=False)
        if demo:
            demo_command.open_city(small=small)
        _greet(settings)
        rest = demo and not demo_command.city_is_whole()
        Children(SERVED, once=FILLED if rest else {}).run()


def require_free_port(settings: Options) -> None:
    """End with a sentence if something listens already where we would."""
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.address, settings.port))
        except OSError as error:
            err.print(
                f"Nothing can be served at {settings.address}:{settings.port}: {error.strerror}."
                " Perhaps Answerable runs already. Else set ANSWERABLE_PORT to another number.",
                highlight=False,
            )
            raise typer.Exit(1) from None


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


class Children:
    """Our own commands as child processes: started together, restarted when one dies, ended together.

    Those of `once` are over when they have done their work.
    """

    def __init__(self, commands: Mapping[str, Login | None], once: Mapping[str, Login | None]) -> None:
        self.commands = {**commands, **once}
        self.once = once
        self.ending = threading.Event()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.failures = dict.fromkeys(self.commands, 0)
        self.started = dict.fromkeys(self.commands, 0.0)

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
        self.started[command] = time.monotonic()
        # In a session of its own: Ctrl-C reaches us alone, and we end the children in order.
        self.running[command] = subprocess.Popen(
            [str(executable), *command.split()],
            start_new_session=True,
            env=environment_for(self.commands[command]) | {PARENT: str(os.getpid())},
        )

    def _watch(self) -> None:
        for command, child in list(self.running.items()):
            code = child.poll()
            if code is None:
                continue
            if code == 0 and command in self.once:
                del self.running[command]
                continue
            if time.monotonic() - self.started[command] > SETTLED_AFTER:
                self.failures[command] = 0
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
                # Its own children too: the group is the session that we gave it.
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
