"""Places where a drill may kill the process, as a power cut or an operator would, without a last word.

Named by `ANSWERABLE_FAILPOINT`; without it nothing happens. A drill starts the real process with it set.
"""

import os
import signal


def reach(name: str) -> None:
    """Die here, if the drill has asked for it."""
    if os.environ.get("ANSWERABLE_FAILPOINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
