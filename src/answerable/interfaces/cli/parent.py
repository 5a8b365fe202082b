"""A child of `answerable up` ends with it, and a process of the web server with the one that started it."""

import os
import signal
import threading
import time
from collections.abc import Callable

PARENT = "ANSWERABLE_PARENT"
MASTER = "ANSWERABLE_WEB_MASTER"
LOOK_EVERY = 0.5


def end_with_parent() -> None:
    """If `answerable up` started us, end when it is gone, even when it was killed without a word."""
    _end_with(os.environ.get(PARENT), lambda: os.kill(os.getpid(), signal.SIGTERM))


def end_with_master() -> None:
    """As a process of the web server, end at once when its first one was killed: a new one needs our port."""
    _end_with(os.environ.get(MASTER), lambda: os._exit(1))


def _end_with(parent: str | None, end: Callable[[], None]) -> None:
    if parent is None or os.getpid() == int(parent):
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(LOOK_EVERY)
        end()

    threading.Thread(target=watch, daemon=True).start()
