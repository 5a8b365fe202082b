"""Seal finished pieces of the log from the server's outbox into the backup folder, and forget the plain ones."""

from collections.abc import Iterable
from pathlib import Path

from answerable.kernel.backups.folder import BackupFolder
from answerable.kernel.backups.sealed import sealing
from answerable.kernel.file_locks import FileLock, Taken

_READ = 1024 * 1024


def carry(outbox: Path, folder: BackupFolder) -> int:
    """Seal what waits, the oldest first; return how many. Whoever comes while another one carries leaves it to them.

    A piece is removed only when its sealed copy is on the disk, so that one that was interrupted is sealed again.
    """
    lock = FileLock(folder.root / "carry.lock")
    try:
        lock.take()
    except Taken:
        return 0
    try:
        return sum(_seal(path, folder) for path in _finished(outbox))
    finally:
        lock.release()


def waiting(outbox: Path) -> int:
    """Return how many pieces have not been sealed yet."""
    return len(list(_finished(outbox)))


def _finished(outbox: Path) -> Iterable[Path]:
    if not outbox.exists():
        return []
    return sorted(path for path in outbox.iterdir() if path.suffix != ".part")


def _seal(path: Path, folder: BackupFolder) -> int:
    with path.open("rb") as plain, sealing(folder.segment(path.name)) as sealed:
        while piece := plain.read(_READ):
            sealed.write(piece)
    path.unlink()
    return 1
