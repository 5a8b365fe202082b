"""A folder of backups: sealed bases, each with a line about it, and every piece of the log since the oldest of them.

bases/NAME.tar.sealed   bases/NAME.json   wal/SEGMENT.sealed   files/…
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from answerable.kernel.backups.sealed import SUFFIX, Unsealed, flush_folder

NAME = "%Y%m%dT%H%M%SZ"
# Branch, number, and piece within it, eight hexadecimal digits each.
_NAME_LENGTH = 24


class NothingToRestore(Exception):
    """There is no base from before the wanted moment."""


@dataclass(frozen=True, slots=True)
class Base:
    """The whole cluster, copied while it ran: whole from `ended_at` on, with the log from `first_segment` on."""

    name: str
    began_at: datetime
    ended_at: datetime
    first_segment: str
    last_segment: str
    end_lsn: int
    major: int
    size: int
    verified_at: datetime | None = None

    @property
    def timeline(self) -> int:
        return int(self.last_segment[:8], 16)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was too old to be kept."""

    bases: int
    segments: int


class BackupFolder:
    """The folder, best on another disk or machine than the database."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wal = root / "wal"
        self.files = root / "files"
        self._bases = root / "bases"

    def prepare(self) -> None:
        for folder in (self.root, self.wal, self._bases, self.files):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def archive(self, name: str) -> Path:
        """Return where the copy of a base lies."""
        return self._bases / f"{name}.tar{SUFFIX}"

    def bases(self) -> list[Base]:
        """Return the bases that are whole, the oldest first."""
        found = [_read(path) for path in sorted(self._bases.glob("*.json"))]
        return [base for base in found if self.archive(base.name).exists()]

    def note(self, base: Base) -> None:
        """Write the line about a base: from now on it counts."""
        path = self._bases / f"{base.name}.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(base), default=datetime.isoformat, indent=1) + "\n")
        part.replace(path)
        flush_folder(self._bases)

    def verified(self, base: Base, at: datetime) -> Base:
        """Note that a base was restored and found sound."""
        known = replace(base, verified_at=at)
        self.note(known)
        return known

    def has(self, segment: str) -> bool:
        return self.segment(segment).exists()

    def segment(self, name: str) -> Path:
        return self.wal / f"{name}{SUFFIX}"

    def segments(self) -> list[str]:
        """Return the names of all pieces of the log, and of the files about its branches."""
        return sorted(path.name.removesuffix(SUFFIX) for path in self.wal.glob(f"*{SUFFIX}"))

    def hole(self, base: Base) -> str | None:
        """Return where the log behind a base has a hole, if it has one: nothing behind it can be reached."""
        numbers = {_number(name) for name in self.segments() if len(name) == _NAME_LENGTH}
        first = _number(base.first_segment)
        missing = set(range(first, max(numbers, default=first) + 1)) - numbers
        return f"{min(missing):X}" if missing else None

    def choose(self, to: datetime | None) -> Base:
        """Return the newest base from which a moment (or the end of the log) can be reached.

        Raises:
            NothingToRestore: there is none.
        """
        branches = self._branches()
        for base in reversed(self.bases()):
            branched = branches.get(base.timeline)
            reachable = branched is None or base.end_lsn <= branched
            if reachable and (to is None or base.ended_at <= to):
                return base
        first = next(iter(self.bases()), None)
        raise NothingToRestore(
            f"The oldest moment that can be restored is {first.ended_at:%Y-%m-%d %H:%M:%S %Z}."
            if first
            else f"There is no backup in {self.root}."
        )

    def _branches(self) -> dict[int, int]:
        """Return where earlier timelines were left, as the newest history file tells it."""
        histories = [name for name in self.segments() if name.endswith(".history")]
        if not histories:
            return {}
        told = Unsealed(self.segment(histories[-1])).read(1024 * 1024).decode()
        left = {}
        for line in told.splitlines():
            words = line.split()
            if len(words) >= 2 and words[0].isdigit():
                left[int(words[0])] = lsn(words[1])
        return left

    def prune(self, keep: timedelta, at: datetime) -> Pruned:
        """Delete bases older than `keep`, never the newest, and the log that only they needed."""
        bases = self.bases()
        old = [base for base in bases[:-1] if base.ended_at < at - keep]
        for base in old:
            (self._bases / f"{base.name}.json").unlink()
            self.archive(base.name).unlink()
        left = [base for base in bases if base not in old]
        return Pruned(len(old), self._prune_log(left[0].first_segment) if left else 0)

    def _prune_log(self, first: str) -> int:
        gone = 0
        for name in self.segments():
            # Histories are small, and tell of branches that later bases grew on.
            if not name.endswith(".history") and name[8:24] < first[8:]:
                self.segment(name).unlink()
                gone += 1
        return gone

    def sizes(self) -> Iterator[int]:
        return (path.stat().st_size for path in self.root.rglob("*") if path.is_file())


def _number(segment: str) -> int:
    """Return which piece of the log it is, on whichever branch. A piece holds 16 MiB, so 256 make 4 GiB."""
    return int(segment[8:16], 16) * 256 + int(segment[16:24], 16)


def lsn(text: str) -> int:
    """Return a place in the log, written as two hexadecimal numbers, as one number."""
    high, _, low = text.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def _read(path: Path) -> Base:
    kept = json.loads(path.read_text())
    for name in ("began_at", "ended_at", "verified_at"):
        kept[name] = datetime.fromisoformat(kept[name]) if kept[name] else None
    return Base(**kept)
