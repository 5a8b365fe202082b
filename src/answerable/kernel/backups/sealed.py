"""Sealed files of any length: compressed, then sealed piece by piece; nothing can be cut off or exchanged.

file = "ANSB" ‖ 1 ‖ key id (1 byte) ‖ salt (16) ‖ pieces        piece = length (4) ‖ AES-256-GCM(1 MiB at most)
key = HKDF-SHA256(the key "backup", salt, the file's name)      nonce = number (11) ‖ 1 for the last piece, else 0
(STREAM: Hoang, Reyhanitabar, Rogaway, Vizár 2015)
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from answerable.kernel.keys import Key, KeyUnknown, active_key, key_of

SUFFIX = ".sealed"
_MARK = b"ANSB\x01"
_SALT, _PIECE, _TAG = 16, 1024 * 1024, 16
_GIVEN = 4 * 1024 * 1024
_HEAD = len(_MARK) + 1 + _SALT


class SealBroken(Exception):
    """The file was altered or cut off, carries another's name, or its key is gone."""


class Sealing:
    """A file that is being written; `write` takes plain bytes."""

    def __init__(self, path: Path) -> None:
        key, salt = active_key("backup"), os.urandom(_SALT)
        self._cipher = _cipher(key, salt, path.name)
        self._file = path.with_name(path.name + ".part").open("wb")
        self._file.write(_MARK + bytes((key.id,)) + salt)
        self._squeeze = zlib.compressobj(1)
        self._waiting = bytearray()
        self._number = 0

    def write(self, plain: bytes) -> None:
        self._waiting += self._squeeze.compress(plain)
        while len(self._waiting) > _PIECE:
            self._seal(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]

    def finish(self) -> None:
        """Seal the last piece, and return when the disk has it."""
        self._waiting += self._squeeze.flush()
        while len(self._waiting) > _PIECE:
            self._seal(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]
        self._seal(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close a file that will not be whole."""
        self._file.close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), piece, None)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


@contextmanager
def sealing(path: Path) -> Iterator[Sealing]:
    """Write a sealed file: whole and on the disk at the end, or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(path.name + ".part")
    file = Sealing(path)
    try:
        yield file
        file.finish()
    except BaseException:
        file.abandon()
        part.unlink(missing_ok=True)
        raise
    part.chmod(0o600)
    part.replace(path)
    flush_folder(path.parent)


def unsealed(path: Path) -> Iterator[bytes]:
    """Give the plain bytes of a sealed file; what has been given before an error is not to be used.

    Raises:
        SealBroken: it is not what was written.
    """
    squeezed = zlib.decompressobj()
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) < _HEAD or not head.startswith(_MARK):
            raise SealBroken(f"{path.name} is no sealed file.")
        try:
            cipher = _cipher(key_of("backup", head[len(_MARK)]), head[len(_MARK) + 1 :], path.name)
        except KeyUnknown as error:
            raise SealBroken(f"{path.name}: {error} is gone.") from error
        number, last = 0, False
        length = file.read(4)
        while not last:
            told = int.from_bytes(length, "big")
            sealed = file.read(min(told, _PIECE + _TAG))
            if len(sealed) != told:
                raise SealBroken(f"{path.name} was altered or cut off.")
            length = file.read(4)
            last = not length
            try:
                piece = cipher.decrypt(_nonce(number, last), sealed, None)
            except (InvalidTag, ValueError):
                raise SealBroken(f"{path.name} was altered, cut off or renamed.") from None
            number += 1
            # Zeros are squeezed a thousandfold: given out in parts, they fill no memory.
            while piece:
                yield squeezed.decompress(piece, _GIVEN)
                piece = squeezed.unconsumed_tail
        yield squeezed.flush()


class Unsealed:
    """A sealed file as something to read from."""

    def __init__(self, path: Path) -> None:
        self._pieces = unsealed(path)
        self._here = bytearray()

    def read(self, size: int) -> bytes:
        while len(self._here) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._here += piece
        given = bytes(self._here[:size])
        del self._here[:size]
        return given

    def rest(self) -> None:
        """Read to the end, so that a file that was cut off behind what was needed is noticed."""
        for _ in self._pieces:
            pass


def flush_folder(folder: Path) -> None:
    """Return when the disk knows the names in a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cipher(key: Key, salt: bytes, name: str) -> AESGCM:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"answerable/backup/" + name.encode())
    return AESGCM(kdf.derive(key.material))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((last,))
