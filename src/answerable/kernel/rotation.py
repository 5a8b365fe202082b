"""Changing keys while the product runs: announced, in force, still opening, gone.

announce → (every process has looked) → put_in_force → (everything is sealed anew) → retire
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from answerable.kernel import keys
from answerable.kernel.keys import PURPOSES, After, KeyUnknown
from answerable.kernel.keystore import (
    FIRST,
    LAST,
    Entry,
    KeyState,
    NoRoom,
    first_of,
    mark_of,
    moved,
    unwrap,
    wrap,
    write_private,
)

# Longer than any process takes to look again, with room for a stopped one.
NOTICED_AFTER_SECONDS = 5.0
RETIRED_EARLIEST = timedelta(minutes=1)


class TooSoon(Exception):
    """A process may still seal with this key; wait a minute after it was replaced."""


class NotRotating(Exception):
    """The key is not in a state for this."""


def inventory(at: datetime) -> list[Entry]:
    """Return every key of every purpose, without its material; first keys that no file names included."""
    named = keys.keystore().read()
    known = {entry.purpose for entry in named}
    first = [
        Entry(purpose, FIRST, KeyState.ACTIVE, "", "", {}) for purpose in sorted(PURPOSES.keys() - known)
    ]
    return sorted([*named, *first], key=lambda entry: (entry.purpose, entry.id))


def announce(purpose: str, at: datetime) -> int:
    """Make a new key that opens but does not seal yet; return its id. One that is announced already is taken.

    Raises:
        KeyUnknown: there is no such purpose.
        NotRotating: a new key would no longer recognise what is there.
        NoRoom: the purpose has used up its numbers.
    """
    if purpose not in PURPOSES:
        raise KeyUnknown(purpose)
    if PURPOSES[purpose].after is After.FIXED:
        raise NotRotating(purpose)
    with keys.keystore().changed() as entries:
        mine = _of(entries, purpose, at)
        coming = next((one for one in mine if one.state is KeyState.COMING), None)
        if coming is None:
            coming = _fresh(purpose, max(one.id for one in mine) + 1, at)
            entries.append(coming)
    keys.look_again()
    return coming.id


def _of(entries: list[Entry], purpose: str, at: datetime) -> list[Entry]:
    """Return the purpose's entries, naming its first key in the inventory if nothing has yet."""
    if not any(one.purpose == purpose for one in entries):
        entries.append(first_of(purpose, keys.origin(), keys.masters()[0], at))
    return [one for one in entries if one.purpose == purpose]


def _fresh(purpose: str, key_id: int, at: datetime) -> Entry:
    if key_id > LAST:
        raise NoRoom(purpose)
    master, moment = keys.masters()[0], at.isoformat(timespec="seconds")
    wrapped = {mark_of(master): wrap(master, purpose, key_id, secrets.token_bytes(32))}
    return Entry(purpose, key_id, KeyState.COMING, moment, moment, wrapped)


def put_in_force(purpose: str, key_id: int, at: datetime) -> None:
    """Let an announced key seal from now on; the one before it still opens.

    Raises:
        NotRotating: it is not announced.
    """
    with keys.keystore().changed() as entries:
        if not any(_is(one, purpose, key_id) and one.state is KeyState.COMING for one in entries):
            raise NotRotating(purpose)
        for place, one in enumerate(entries):
            if _is(one, purpose, key_id):
                entries[place] = moved(one, KeyState.ACTIVE, at)
            elif one.purpose == purpose and one.state is KeyState.ACTIVE:
                entries[place] = moved(one, KeyState.RETIRING, at)
    keys.look_again()


def retire(purpose: str, key_id: int, at: datetime) -> None:
    """Destroy a key that was replaced. That nothing needs it any more has been asked by the caller.

    Raises:
        NotRotating: it is not one that was replaced.
        TooSoon: it was replaced less than a minute ago.
    """
    with keys.keystore().changed() as entries:
        for place, one in enumerate(entries):
            if not _is(one, purpose, key_id):
                continue
            if one.state is not KeyState.RETIRING:
                raise NotRotating(purpose)
            if at - datetime.fromisoformat(one.changed) < RETIRED_EARLIEST:
                raise TooSoon
            entries[place] = moved(one, KeyState.RETIRED, at)
            break
        else:
            raise NotRotating(purpose)
    keys.look_again()


def replaced(purpose: str) -> list[Entry]:
    """Return the keys of a purpose that only open any more."""
    return [
        one for one in keys.keystore().read() if one.purpose == purpose and one.state is KeyState.RETIRING
    ]


def _is(entry: Entry, purpose: str, key_id: int) -> bool:
    return entry.purpose == purpose and entry.id == key_id


def change_vault_key(at: datetime) -> Iterator[str]:
    """Put a new vault key in the place of the kept one, in three steps; the caller waits after each that is yielded.

    Everything is wrapped under both first; a process that has not looked again opens the old wrapping meanwhile.
    """
    path = Path(settings.KEPT_KEYS) / "vault_key"
    old, new = keys.masters()[0], secrets.token_bytes(32)
    with keys.keystore().changed() as entries:
        named = {one.purpose for one in entries}
        entries += [first_of(purpose, keys.origin(), old, at) for purpose in sorted(PURPOSES.keys() - named)]
        _wrap_all(entries, [old], new, keep=True)
    yield "wrapped"
    write_private(path, new.hex())
    settings.VAULT_KEY = new.hex()
    keys.look_again()
    yield "in force"
    with keys.keystore().changed() as entries:
        _wrap_all(entries, [new], new, keep=False)
    keys.look_again()
    yield "old one gone"


def wrap_under_current(at: datetime) -> None:
    """Wrap everything under the vault key in force, for whoever has set a new one and the old one as a fallback."""
    masters = keys.masters()
    with keys.keystore().changed() as entries:
        named = {one.purpose for one in entries}
        entries += [
            first_of(purpose, keys.origin(), masters[0], at) for purpose in sorted(PURPOSES.keys() - named)
        ]
        _wrap_all(entries, masters, masters[0], keep=False)
    keys.look_again()


def _wrap_all(entries: list[Entry], masters: list[bytes], new: bytes, *, keep: bool) -> None:
    for place, one in enumerate(entries):
        if one.state is KeyState.RETIRED:
            continue
        again = {mark_of(new): wrap(new, one.purpose, one.id, unwrap(masters, one))}
        wrapped = {**one.wrapped, **again} if keep else again
        entries[place] = Entry(one.purpose, one.id, one.state, one.created, one.changed, wrapped)
