"""Locks that the system takes back by itself when their holder dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path

_LOOK_EVERY_SECONDS = 0.05


class Taken(Exception):
    """Another process holds the lock."""


class FileLock:
    """A lock over a file. It is held by this object until `release`, or until the process is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def handle(self) -> int:
        """The open file: a child process that is given it holds the lock too."""
        assert self._handle is not None
        return self._handle

    def take(self, *, shared: bool = False, patience: float = 0.0) -> None:
        """Take the lock, or turn the one that is held into the other kind.

        Raises:
            Taken: another process has held it all the while.
        """
        if self._handle is None:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._handle, how)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Taken(str(self.path)) from None
                time.sleep(_LOOK_EVERY_SECONDS)
            else:
                return

    def release(self) -> None:
        """Let go; harmless when nothing is held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
