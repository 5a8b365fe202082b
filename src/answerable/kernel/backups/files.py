"""Copies of files that lie outside the database: sealed attachments, the journal's tiles and checkpoints.

A file that has gone here goes from the copy too, but only `keep` later: a disk that was not mounted deletes nothing.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from answerable.kernel.backups.sealed import flush_folder

_GONE = "gone.json"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """How many files were copied, and how many copies were deleted."""

    copied: int
    deleted: int


def mirror(sources: Mapping[str, Path], target: Path, keep: timedelta, at: datetime) -> Mirrored:
    """Copy what is new or has changed of each source into a folder of its name."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    copied = sum(
        _copy(path, target / name / path.relative_to(source))
        for name, source in sources.items()
        for path in _files(source)
    )
    return Mirrored(copied, _delete_gone(sources, target, keep, at))


def bring_back(target: Path, sources: Mapping[str, Path]) -> int:
    """Copy back what is missing here; return how many files."""
    return sum(
        _copy(path, source / path.relative_to(target / name))
        for name, source in sources.items()
        for path in _files(target / name)
        if not (source / path.relative_to(target / name)).exists()
    )


def _files(folder: Path) -> Iterator[Path]:
    return (
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".new", ".part")
    )


def _copy(source: Path, target: Path) -> int:
    try:
        seen = source.stat()
    except FileNotFoundError:
        return 0
    if target.exists():
        known = target.stat()
        if (known.st_size, known.st_mtime_ns) == (seen.st_size, seen.st_mtime_ns):
            return 0
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(target.name + ".part")
    with source.open("rb") as plain, part.open("wb") as copy:
        shutil.copyfileobj(plain, copy)
        copy.flush()
        os.fsync(copy.fileno())
    os.utime(part, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    part.replace(target)
    flush_folder(target.parent)
    return 1


def _delete_gone(sources: Mapping[str, Path], target: Path, keep: timedelta, at: datetime) -> int:
    book = target / _GONE
    known: dict[str, str] = json.loads(book.read_text()) if book.exists() else {}
    gone = {
        str(path.relative_to(target))
        for name, source in sources.items()
        for path in _files(target / name)
        if not (source / path.relative_to(target / name)).exists()
    }
    noted = {name: known.get(name, at.isoformat()) for name in gone}
    old = [name for name, since in noted.items() if datetime.fromisoformat(since) < at - keep]
    for name in old:
        (target / name).unlink()
        del noted[name]
    book.write_text(json.dumps(noted, indent=1))
    return len(old)
