"""The list of what was erased, in a file outside the database: after a restore it is replayed before the site opens.

One JSON object a line: when, by which right, and the reference. A reference is random and names nobody.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list. `at` is ISO 8601."""

    reference: str
    basis: str
    at: str


def path() -> Path:
    return Path(settings.ERASURE_LIST)


def add(lines: Iterable[Listed]) -> None:
    """Append lines, safe from a power cut before this returns; one writer at a time."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("".join(json.dumps(asdict(line)) + "\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def read() -> Iterator[Listed]:
    """Yield the lines; one that a power cut has cut short is left out."""
    if not path().exists():
        return
    with path().open() as file:
        for line in file:
            try:
                yield Listed(**json.loads(line))
            except (ValueError, TypeError):
                continue
