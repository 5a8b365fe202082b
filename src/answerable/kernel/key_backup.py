"""Backups of the keys: a file of their own, sealed under a passphrase, kept apart from the database and not for long.

backup = "ANSK" ‖ 1 ‖ salt (16) ‖ nonce (12) ‖ AES-256-GCM(key = Argon2id(passphrase, salt), JSON of the files)
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from answerable.kernel.keystore import write_private

KEPT_FOR = timedelta(days=14)
SHORTEST = 16
_MARK = b"ANSK\x01"
_SALT, _NONCE = 16, 12
_NAME = "keys-%Y%m%dT%H%M%SZ.answerable"
_KEPT = ("vault_key", "secret_key", "secret_key_fallbacks")


class BackupUnreadable(Exception):
    """The passphrase is wrong, or the file was altered."""


class PassphraseTooShort(Exception):
    """A passphrase guards every key; give it 16 characters or more."""


def write_backup(folder: Path, passphrase: str, at: datetime) -> Path:
    """Write the keys into a new file of the folder; those older than 14 days go, so that what is shredded stays so.

    Raises:
        PassphraseTooShort: it could be guessed.
    """
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    plain = json.dumps({name: path.read_text() for name, path in _files().items() if path.exists()})
    path = folder / at.strftime(_NAME)
    sealed = _MARK + salt + nonce + _box(passphrase, salt).encrypt(nonce, plain.encode(), _MARK)
    _write(path, sealed)
    prune(folder, at)
    return path


def prune(folder: Path, at: datetime) -> int:
    """Delete backups of keys that are too old; return how many."""
    before = (at - KEPT_FOR).strftime(_NAME)
    old = [path for path in folder.glob("keys-*.answerable") if path.name < before]
    for path in old:
        path.unlink()
    return len(old)


def read_backup(path: Path, passphrase: str) -> dict[str, str]:
    """Return the files of a backup by name.

    Raises:
        BackupUnreadable: the passphrase is wrong, or the file was altered.
    """
    raw = path.read_bytes()
    if not raw.startswith(_MARK):
        raise BackupUnreadable
    salt = raw[len(_MARK) : len(_MARK) + _SALT]
    nonce = raw[len(_MARK) + _SALT : len(_MARK) + _SALT + _NONCE]
    try:
        plain = _box(passphrase, salt).decrypt(nonce, raw[len(_MARK) + _SALT + _NONCE :], _MARK)
    except InvalidTag as error:
        raise BackupUnreadable from error
    return {str(name): str(text) for name, text in json.loads(plain).items()}


def restore_backup(path: Path, passphrase: str) -> list[str]:
    """Put the files of a backup in their places; return their names.

    Raises:
        BackupUnreadable: the passphrase is wrong, or the file was altered.
    """
    places = _files()
    found = read_backup(path, passphrase)
    for name, text in found.items():
        places[name].parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(places[name], text)
    return sorted(found)


def _files() -> dict[str, Path]:
    kept = {name: Path(settings.KEPT_KEYS) / name for name in _KEPT}
    return {"keystore": Path(settings.KEYSTORE), **kept}


def _box(passphrase: str, salt: bytes) -> AESGCM:
    key = hash_secret_raw(
        passphrase.encode(), salt, time_cost=3, memory_cost=65536, parallelism=1, hash_len=32, type=Type.ID
    )
    return AESGCM(key)


def _write(path: Path, sealed: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
