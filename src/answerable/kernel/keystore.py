"""The key inventory: one file outside the database, closed to everybody else, in which every key is wrapped.

The first key of each purpose is derived from the vault's key (HKDF-SHA256, RFC 5869) and needs no file. Further keys
are random; they lie here, each wrapped (AES-256-GCM) under the vault's key, so that the file alone opens nothing.
Whoever changes the vault's key itself wraps everything under the new one, the derived keys too.
"""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FIRST = 1
# One byte of what is sealed names its key.
LAST = 255
_NONCE = 12
_VERSION = 1


class KeyState(StrEnum):
    """A key opens from `coming` on and seals while `active`; `retiring` it only opens, `retired` it is gone."""

    COMING = "coming"
    ACTIVE = "active"
    RETIRING = "retiring"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the inventory. `wrapped` holds the key under each vault key (by its mark); empty once it is gone."""

    purpose: str
    id: int
    state: KeyState
    created: str
    changed: str
    wrapped: Mapping[str, str]


class KeystoreUnreadable(Exception):
    """The key inventory is damaged, or no vault key at hand opens it."""


class NoRoom(Exception):
    """A purpose has used up its key numbers."""


def derive(master: bytes, purpose: str) -> bytes:
    """Return the first key of a purpose: 32 bytes that only this purpose uses."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"answerable/{purpose}/v1".encode())
    return kdf.derive(master)


def mark_of(master: bytes) -> str:
    """Return what names a vault key without telling it."""
    return sha256(b"answerable/keystore/mark\0" + master).hexdigest()[:16]


def wrap(master: bytes, purpose: str, key_id: int, key: bytes) -> str:
    nonce = os.urandom(_NONCE)
    return b64encode(nonce + _box(master).encrypt(nonce, key, _bound(purpose, key_id))).decode()


def unwrap(masters: Sequence[bytes], entry: Entry) -> bytes:
    """Return the key of an entry.

    Raises:
        KeystoreUnreadable: none of the vault keys opens it, or it is gone.
    """
    for master in masters:
        if wrapped := entry.wrapped.get(mark_of(master)):
            raw = b64decode(wrapped)
            try:
                return _box(master).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(entry.purpose, entry.id))
            except InvalidTag:
                break
    raise KeystoreUnreadable(f"no vault key opens key {entry.id} of {entry.purpose}")


def _box(master: bytes) -> AESGCM:
    return AESGCM(derive(master, "keystore"))


def _bound(purpose: str, key_id: int) -> bytes:
    return f"{purpose}/{key_id}".encode()


class Keystore:
    """The file. It is read and replaced as a whole; whoever changes it holds the lock beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> tuple[int, int, int]:
        """Return what changes whenever the file does."""
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            return (0, 0, 0)
        return (seen.st_mtime_ns, seen.st_ino, seen.st_size)

    def read(self) -> list[Entry]:
        """Return the inventory; empty while every purpose still has its first key.

        Raises:
            KeystoreUnreadable: the file is damaged.
        """
        try:
            plain = json.loads(self.path.read_text())
        except FileNotFoundError:
            return []
        except ValueError as error:
            raise KeystoreUnreadable(str(self.path)) from error
        return [Entry(**{**one, "state": KeyState(one["state"])}) for one in plain["keys"]]

    @contextmanager
    def changed(self) -> Iterator[list[Entry]]:
        """Give the inventory out to be changed, and write it when the caller is done; one at a time."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path.with_suffix(".lock"), "w") as lock:
            os.chmod(lock.fileno(), 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            entries = self.read()
            yield entries
            self._write(entries)

    def _write(self, entries: Sequence[Entry]) -> None:
        plain = {"version": _VERSION, "keys": [asdict(one) for one in entries]}
        write_private(self.path, json.dumps(plain, indent=1) + "\n")


def write_private(path: Path, content: str) -> None:
    """Replace a file that only we may read, whole or not at all, safe from a power cut."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def first_of(purpose: str, origin: bytes, master: bytes, at: datetime) -> Entry:
    """Return the entry of a purpose's key derived from `origin`, for an inventory that does not name it yet."""
    moment = at.isoformat(timespec="seconds")
    wrapped = {mark_of(master): wrap(master, purpose, FIRST, derive(origin, purpose))}
    return Entry(purpose, FIRST, KeyState.ACTIVE, moment, moment, wrapped)


def moved(entry: Entry, state: KeyState, at: datetime) -> Entry:
    """Return the entry in another state; a retired one without its key."""
    wrapped = {} if state is KeyState.RETIRED else entry.wrapped
    return replace(entry, state=state, changed=at.isoformat(timespec="seconds"), wrapped=wrapped)
