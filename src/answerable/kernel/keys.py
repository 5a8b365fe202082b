"""Keys for one purpose each, kept outside the database; which one seals, and which ones still open.

Every process looks a second after the last look whether the inventory has changed, so that a rotation needs no restart:
a new key is announced first (`coming`: it opens), and only then seals.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from answerable.kernel.keystore import FIRST, KeyState, Keystore, derive, unwrap

LOOK_EVERY_SECONDS = 1.0


class After(StrEnum):
    """What becomes of what an earlier key has made, once there is a new one."""

    SEALED_ANEW = "sealed anew"
    EXPIRES = "expires"
    # A new key would no longer recognise what is there; the vault's key can be changed around it.
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a key is for. `lifetime` is how long something it made is needed, where that expires by itself."""

    text: str
    after: After = After.SEALED_ANEW
    lifetime: timedelta = timedelta(0)


_DAY = timedelta(days=1)
# Every purpose there is (ASVS 11.1.1); a test finds each use and refuses one that is not named here.
PURPOSES: Mapping[str, Purpose] = {
    "party": Purpose("Seals contacts in the vault and in waiting submissions."),
    "party-index": Purpose("Finds a phone, e-mail or identity number exactly (blind index)."),
    "messages": Purpose("Seals the texts of outgoing messages."),
    "files": Purpose("Seals attachments on disk."),
    "credentials": Purpose("Seals the secrets of authenticator apps."),
    "draft": Purpose("Seals what a resident has begun to write.", After.EXPIRES, _DAY),
    "draft-index": Purpose("Finds such a draft by its cookie.", After.EXPIRES, _DAY),
    "rating-code": Purpose("Finds an invitation to rate by its code.", After.EXPIRES, 91 * _DAY),
    "rating-source": Purpose("Counts wrong codes, by a digest that changes daily.", After.EXPIRES, _DAY),
    "acceptance": Purpose("Seals the week's key by which receipts are promised.", After.EXPIRES, 8 * _DAY),
    "bell": Purpose("Gives each matter the bell that recognises its marks.", After.EXPIRES, 400 * _DAY),
    "backup": Purpose("Seals backups of the database and its log.", After.EXPIRES, 36 * _DAY),
    "intake-content": Purpose("Recognises the same content sent twice.", After.FIXED),
    "intake-source": Purpose("Recognises a source's own number.", After.FIXED),
    "intake-replay": Purpose("Recognises an Idempotency-Key.", After.FIXED),
    "intake-day": Purpose("Recognises the same content within a day.", After.FIXED),
    "intake-code": Purpose("Gives a lost answer's access code again.", After.FIXED),
}


class KeyUnknown(Exception):
    """There is no such key, or it is retired and gone."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a purpose. `id` stands in the first byte of what it has sealed."""

    purpose: str
    id: int
    state: KeyState
    material: bytes


class _Ring:
    """The keys of this process, read anew when the inventory has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, dict[int, Key]] = {}
        self._stamp: tuple[object, ...] | None = None
        self._look_at = 0.0

    def of(self, purpose: str) -> dict[int, Key]:
        """Return the keys of a purpose by id."""
        if time.monotonic() >= self._look_at:
            self.look()
        known = self._keys.get(purpose)
        if known is None:
            first = Key(purpose, FIRST, KeyState.ACTIVE, derive(origin(), purpose))
            known = self._keys[purpose] = {FIRST: first}
        return known

    def look(self) -> None:
        """Read the inventory if it has changed."""
        with self._lock:
            store = keystore()
            stamp = (store.path, settings.VAULT_KEY, *store.stamp())
            if stamp != self._stamp:
                self._keys = _read(store)
                self._stamp = stamp
            self._look_at = time.monotonic() + LOOK_EVERY_SECONDS


def _read(store: Keystore) -> dict[str, dict[int, Key]]:
    found: dict[str, dict[int, Key]] = defaultdict(dict)
    opening = masters()
    for entry in store.read():
        if entry.state is not KeyState.RETIRED:
            key = Key(entry.purpose, entry.id, entry.state, unwrap(opening, entry))
            found[entry.purpose][entry.id] = key
    return dict(found)


_ring = _Ring()


def keystore() -> Keystore:
    return Keystore(Path(settings.KEYSTORE))


def masters() -> list[bytes]:
    """Return the vault's keys at hand, the one in force first; the kept one may have changed since we started."""
    kept = Path(settings.KEPT_KEYS) / "vault_key"
    texts = [settings.VAULT_KEY, *settings.VAULT_KEY_FALLBACKS]
    if settings.OPTIONS.vault_key is None and kept.exists():
        texts.append(kept.read_text().strip())
    return [bytes.fromhex(text) for text in texts]


def origin() -> bytes:
    """Return the vault key from which keys come that the inventory does not name: the oldest one given."""
    return bytes.fromhex([settings.VAULT_KEY, *settings.VAULT_KEY_FALLBACKS][-1])


def look_again() -> None:
    """See at once what has changed in the inventory, e.g. after changing it."""
    _ring.look()


def active_key(purpose: str) -> Key:
    """Return the key that seals now."""
    for key in _ring.of(purpose).values():
        if key.state is KeyState.ACTIVE:
            return key
    raise KeyUnknown(f"no key of {purpose} is in force")


def opening_keys(purpose: str) -> list[Key]:
    """Return all keys under which something may have been sealed or indexed, the one in force first."""
    return sorted(_ring.of(purpose).values(), key=lambda key: (key.state is not KeyState.ACTIVE, -key.id))


def key_of(purpose: str, key_id: int) -> Key:
    """Return a key by its id.

    Raises:
        KeyUnknown: there is none, or it is gone.
    """
    found = _ring.of(purpose).get(key_id)
    if found is None:
        # Somebody who has looked later than we may have sealed it.
        _ring.look()
        found = _ring.of(purpose).get(key_id)
    if found is None:
        raise KeyUnknown(f"key {key_id} of {purpose}")
    return found


def derived_key(purpose: str) -> bytes:
    """Return the 32 bytes that seal now for this purpose, for digests that nobody has to find again later."""
    return active_key(purpose).material
