"""The key that signs sessions and forms, and those that signed them before.

When both are kept in the data folder, a running process takes a new one up within a second, like every other key.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from answerable.kernel.keystore import write_private

LOOK_EVERY_SECONDS = 1.0


class GivenFromOutside(Exception):
    """The key stands in the settings, so that only whoever sets them can change it."""


class _Look:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at = 0.0
        self._stamp: tuple[int, ...] = ()

    def take_up(self) -> None:
        if settings.OPTIONS.secret_key is not None or time.monotonic() < self._at:
            return
        with self._lock:
            self._at = time.monotonic() + LOOK_EVERY_SECONDS
            stamp = tuple(path.stat().st_mtime_ns for path in (_kept(), _earlier()) if path.exists())
            if stamp != self._stamp:
                self._stamp = stamp
                read()


_look = _Look()


def take_up() -> None:
    """Take up a key that was changed since the last look; cheap enough for every request."""
    _look.take_up()


def _kept() -> Path:
    return Path(settings.KEPT_KEYS) / "secret_key"


def _earlier() -> Path:
    return Path(settings.KEPT_KEYS) / "secret_key_fallbacks"


def read() -> None:
    """Read key and fallbacks from the data folder into the settings of this process."""
    if _kept().exists():
        # First what still opens, so that no moment knows less than the one before.
        settings.SECRET_KEY_FALLBACKS = fallbacks()
        settings.SECRET_KEY = _kept().read_text().strip()


def fallbacks() -> list[str]:
    return _earlier().read_text().split() if _earlier().exists() else []


def change() -> Iterator[str]:
    """Put a new key in the place of the kept one; the caller waits after each step that is yielded.

    Raises:
        GivenFromOutside: it is not kept in the data folder.
    """
    if settings.OPTIONS.secret_key is not None:
        raise GivenFromOutside
    old, new = _kept().read_text().strip(), secrets.token_hex(32)
    write_private(_earlier(), "\n".join([new, *fallbacks()]) + "\n")
    read()
    yield "announced"
    write_private(_earlier(), "\n".join([new, old, *(key for key in fallbacks() if key != new)]) + "\n")
    write_private(_kept(), new)
    read()
    yield "in force"


def retire() -> int:
    """Forget all earlier keys; return how many. Whoever signed in under one of them signs in again.

    Raises:
        GivenFromOutside: they are not kept in the data folder.
    """
    if settings.OPTIONS.secret_key is not None:
        raise GivenFromOutside
    gone = [key for key in fallbacks() if key != settings.SECRET_KEY]
    write_private(_earlier(), "")
    read()
    return len(gone)
