"""Files that survive a power cut: written beside, flushed, renamed, and the folder flushed after them.

The folder is held open, so that a process which has given up its rights can go on using it wherever it lies.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Taken(Exception):
    """Another process holds the lock."""


class Folder:
    """A folder of small JSON files."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)

    def give(self, uid: int, gid: int) -> None:
        """Make an account the owner of the folder and of what is in it."""
        os.fchown(self._fd, uid, gid)
        os.fchmod(self._fd, 0o700)
        for name in os.listdir(self._fd):
            os.chown(name, uid, gid, dir_fd=self._fd, follow_symlinks=False)

    def read(self, name: str) -> Any:
        """Return what a file holds, None if there is none."""
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._fd)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, encoding="utf-8") as file:
            return json.load(file)

    def write(self, name: str, value: Any) -> None:
        """Replace a file, whole or not at all, and not return before the disk has it."""
        beside = f"{name}.new"
        handle = self._made(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, name, src_dir_fd=self._fd, dst_dir_fd=self._fd)
        os.fsync(self._fd)

    @contextmanager
    def locked(self, name: str, *, wait: bool = True) -> Iterator[None]:
        """Hold a lock of this folder, which ends with the process.

        Raises:
            Taken: another process holds it, and we don't wait.
        """
        handle = self._made(name, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(handle)
            raise Taken(name) from None
        try:
            yield
        finally:
            os.close(handle)

    def _made(self, name: str, flags: int) -> int:
        """Open a file for writing; what root makes belongs to the folder's owner like the rest."""
        handle = os.open(name, flags | os.O_NOFOLLOW, 0o600, dir_fd=self._fd)
        if os.geteuid() == 0:
            owner = os.fstat(self._fd)
            os.fchown(handle, owner.st_uid, owner.st_gid)
        return handle
