"""Our own commands as child processes of `answerable up`."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from answerable.interfaces.cli.begin import environment_for, err
from answerable.interfaces.cli.parent import PARENT
from answerable.kernel.file_locks import FileLock
from answerable.kernel.postgres import ClusterFailed, Login

RESTART_AFTER = (1, 2, 5, 10, 30)
# A child that has lived this long has not failed to start.
SETTLED_AFTER = 60
LOOK_EVERY = 0.5


class Children:
    """Started together, each restarted when it dies, ended together.

    Those of `once` are over when they have done their work. All hold the lock `mark`, so that whoever comes after us
    can wait for those that outlive us. `revive` brings the database back if it has died.
    """

    def __init__(
        self,
        commands: Mapping[str, Login | None],
        once: Mapping[str, Login | None],
        mark: FileLock,
        revive: Callable[[], bool],
    ) -> None:
        self.commands = {**commands, **once}
        self.once = once
        self.mark = mark
        self.revive = revive
        self.ending = threading.Event()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.failures = dict.fromkeys(self.commands, 0)
        self.started = dict.fromkeys(self.commands, 0.0)
        # When those that have died are started again.
        self.due: dict[str, float] = {}

    def run(self) -> None:
        """Start all and watch over them until a signal asks for the end."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._end)
        for command in self.commands:
            self._start(command)
        while not self.ending.wait(LOOK_EVERY):
            self._watch_database()
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
            pass_fds=[self.mark.handle],
            env=environment_for(self.commands[command]) | {PARENT: str(os.getpid())},
        )

    def _watch_database(self) -> None:
        try:
            if self.revive():
                err.print("PostgreSQL had died; it was started again.")
        except ClusterFailed as error:
            err.print(f"[red]{error}[/]", highlight=False)

    def _watch(self) -> None:
        for command, child in list(self.running.items()):
            if (code := child.poll()) is not None:
                del self.running[command]
                if code or command not in self.once:
                    self._plan(command, code)
        for command, due in list(self.due.items()):
            if time.monotonic() >= due:
                del self.due[command]
                self._start(command)

    def _plan(self, command: str, code: int) -> None:
        if time.monotonic() - self.started[command] > SETTLED_AFTER:
            self.failures[command] = 0
        wait = RESTART_AFTER[min(self.failures[command], len(RESTART_AFTER) - 1)]
        self.failures[command] += 1
        err.print(f"`answerable {command}` ended with {code}; starting it again in {wait} s.")
        self.due[command] = time.monotonic() + wait

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
