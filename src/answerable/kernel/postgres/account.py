"""Whom the server runs as. PostgreSQL refuses root, so as root an unprivileged account of the system is used."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the system; `switch` is what makes a child process run as it."""

    uid: int
    gid: int
    switches: bool

    @property
    def switch(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switches else {}

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or folder."""
        if self.switches:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """Return our own account, or as root the first unprivileged one that exists."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switches=False)
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switches=True)
    return Account(65534, 65534, switches=True)


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may pass through every folder above the path and read the path itself."""
    if not account.switches:
        return True
    return all(_open_to(folder, account) for folder in [path, *path.parents] if folder.exists())


def _open_to(path: Path, account: Account) -> bool:
    info = path.stat()
    if info.st_uid == account.uid:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == account.gid:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)
