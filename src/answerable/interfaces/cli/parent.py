"""A child of `answerable up` ends with it."""

import os
import signal
import threading
import time

PARENT = "ANSWERABLE_PARENT"


def end_with_parent() -> None:
    """If `answerable up` started us, end when it is gone, even when it was killed without a word."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
