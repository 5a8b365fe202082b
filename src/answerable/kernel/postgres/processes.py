"""Whether the server over some data lives."""

from pathlib import Path

import psutil


def _lives(pid: int) -> bool:
    """Whether a process runs; one that is dead and only waits for its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_postgres(pid: int, data: Path) -> bool:
    """Whether this process is the server over this data, and not another that got its number."""
    try:
        return _lives(pid) and str(data) in psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        return False
