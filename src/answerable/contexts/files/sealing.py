"""Files on disk: encrypted piece by piece, written whole or not at all.

AES-256-GCM in pieces of 1 MiB, so that a video needs no more memory than a letter. Every file has a key of its
own, derived from the key of this purpose and the file's id; the nonce is the number of the piece, and whether it is the
last one is authenticated too, so that pieces can't be dropped, swapped or moved to another file (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

import errno
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from answerable.contexts.files.errors import FileUnreadable, StorageFull
from answerable.kernel.keys import Key, KeyUnknown, active_key, key_of

PIECE = 1024 * 1024
_TAG = 16
PURPOSE = "files"
# The first bytes name the form and the key, so that either can change.
_FORM = b"ANSF\x01"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def folder() -> Path:
    return Path(settings.OPTIONS.data_dir) / "attachments"


def path_of(public_id: UUID, part: str) -> Path:
    """Return where a part (`original`, `view` …) of a file lies; folders keep listings short."""
    return folder() / public_id.hex[:2] / f"{public_id.hex}.{part}"


def view_part(covered: int) -> str:
    """Return the name of the copy that was covered so often.

    Each is a part of its own with a key of its own: one key never seals two contents.
    """
    return f"view{covered}" if covered else "view"


def _cipher(key: Key, public_id: UUID, part: str) -> AESGCM:
    return AESGCM(hmac.new(key.material, public_id.bytes + part.encode(), sha256).digest())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((last,))


def write_sealed(public_id: UUID, part: str, content: Iterable[bytes]) -> None:
    """Encrypt the content to disk. Afterwards it is there and safe from a power cut, or nothing of it is.

    Raises:
        StorageFull: there is no room.
    """
    path = path_of(public_id, part)
    # Two may draw the same copy at once; each writes its own, and the later one stays.
    temporary = path.with_suffix(f".{part}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(temporary, _sealed(public_id, part, content))
        os.rename(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise StorageFull from error
        raise
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sealed(public_id: UUID, part: str, content: Iterable[bytes]) -> Iterator[bytes]:
    sealing_key = active_key(PURPOSE)
    key = _cipher(sealing_key, public_id, part)
    yield _FORM + bytes((sealing_key.id,))
    number, waiting = 0, b""
    for chunk in content:
        waiting += chunk
        # A piece is held back until another byte follows, because the last one is marked.
        while len(waiting) > PIECE:
            yield key.encrypt(_nonce(number, last=False), waiting[:PIECE], None)
            number, waiting = number + 1, waiting[PIECE:]
    yield key.encrypt(_nonce(number, last=True), waiting, None)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb", buffering=0) as file:
        for piece in pieces:
            view = memoryview(piece)
            while view:
                view = view[file.write(view) :]
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_sealed(public_id: UUID, part: str) -> Iterator[bytes]:
    """Yield the content in pieces, each checked before it is given out.

    Raises:
        FileUnreadable: the file is gone, cut short, or was altered.
    """
    try:
        with path_of(public_id, part).open("rb") as file:
            key = _cipher(_key_in(file.read(len(_FORM) + 1)), public_id, part)
            number, piece = 0, file.read(PIECE + _TAG)
            while piece:
                following = file.read(PIECE + _TAG)
                yield key.decrypt(_nonce(number, last=not following), piece, None)
                number, piece = number + 1, following
            if number == 0:
                raise FileUnreadable
    except (OSError, InvalidTag, KeyUnknown) as error:
        raise FileUnreadable from error


def _key_in(mark: bytes) -> Key:
    """Return the key that the first bytes of a file name."""
    if len(mark) != len(_FORM) + 1 or mark[:-1] != _FORM:
        raise FileUnreadable
    return key_of(PURPOSE, mark[-1])


def key_id(public_id: UUID, part: str) -> int | None:
    """Return the id of the key of a part; None if there is no such part."""
    try:
        with path_of(public_id, part).open("rb") as file:
            return _key_in(file.read(len(_FORM) + 1)).id
    except (FileNotFoundError, KeyUnknown):
        return None


def remove(public_id: UUID) -> None:
    """Delete all parts of a file; those that are not there are no fault."""
    for path in path_of(public_id, "original").parent.glob(f"{public_id.hex}.*"):
        path.unlink(missing_ok=True)


def remove_part(public_id: UUID, part: str) -> None:
    path_of(public_id, part).unlink(missing_ok=True)
