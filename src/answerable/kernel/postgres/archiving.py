"""How the server hands out its log: each finished piece goes into an outbox beside the data, whole or not at all."""

from collections.abc import Mapping
from pathlib import Path
from shlex import quote

# What was written within this time may be lost with the machine; an unfinished piece is closed then.
LOSE_AT_MOST_SECONDS = 60


def archive_settings(outbox: Path) -> Mapping[str, str]:
    """Return the settings of a server that hands its log out."""
    target = f"{quote(str(outbox)).replace('%', '%%')}/%f"
    return {
        "archive_mode": "on",
        "archive_timeout": str(LOSE_AT_MOST_SECONDS),
        # The server takes a piece for kept when this ends with 0, and then forgets it: it has to be on the disk.
        "archive_command": f"cp %p {target}.part && sync {target}.part && mv {target}.part {target}",
    }
