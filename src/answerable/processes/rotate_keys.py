"""Change a key while web and worker run: announce it, put it in force, seal everything anew, destroy the old one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.contexts.credentials import api as credentials
from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.kernel import keys, rotation
from answerable.kernel.actor import Actor
from answerable.kernel.keys import PURPOSES, After

Again = Callable[..., int | None]

_SEALS: Mapping[str, tuple[Again, ...]] = {
    "party": (intake.seal_contacts_again, parties.seal_parties_again),
    "party-index": (parties.seal_parties_again,),
    "messages": (messaging.seal_messages_again,),
    "files": (files.seal_files_again,),
    "credentials": (credentials.seal_apps_again,),
}


class StillNeeded(Exception):
    """Something was made with the old key and can't do without it yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a rotation is. `pause` asks the caller to give every process that many seconds to look."""

    said: str
    pause: float = 0.0


def rotate_key(*, actor: Actor, purpose: str, at: Callable[[], datetime]) -> Iterator[Step]:
    """Yield step after step; whoever iterates may stop at any point and begin again later.

    Raises:
        KeyUnknown: there is no such purpose.
        NotRotating: it keeps its key for life.
    """
    key_id = rotation.announce(purpose, at())
    yield Step(f"key {key_id} of {purpose} is announced", rotation.NOTICED_AFTER_SECONDS)
    rotation.put_in_force(purpose, key_id, at())
    _journal(actor, "keys.key.put_in_force", purpose, key_id, at())
    yield Step(f"key {key_id} seals", rotation.NOTICED_AFTER_SECONDS)
    yield from seal_again(purpose)


def seal_again(purpose: str) -> Iterator[Step]:
    """Seal what is there under the key in force, a chunk at a time."""
    for again in _SEALS.get(purpose, ()):
        last: int | None = 0
        while (last := again(after=last)) is not None:
            yield Step(f"{again.__name__}: up to {last}")


def left(purpose: str) -> int:
    """Return how much still needs an earlier key of a purpose."""
    if purpose == "party":
        return parties.parties_left()["party"] + intake.contacts_left()
    if purpose == "party-index":
        return parties.parties_left()["party-index"]
    counts: Mapping[str, Callable[[], int]] = {
        "messages": messaging.messages_left,
        "files": files.files_left,
        "credentials": credentials.apps_left,
    }
    return counts[purpose]() if purpose in counts else 0


def retire_keys(*, actor: Actor, purpose: str, at: datetime) -> list[int]:
    """Destroy the replaced keys of a purpose, and return their ids.

    Raises:
        StillNeeded: something was made with one of them and is still in use.
        TooSoon: one was replaced less than a minute ago.
    """
    replaced = rotation.replaced(purpose)
    rule = PURPOSES[purpose]
    if rule.after is After.EXPIRES:
        young = [one for one in replaced if at - datetime.fromisoformat(one.changed) < rule.lifetime]
        if young:
            until = datetime.fromisoformat(young[-1].changed) + rule.lifetime
            raise StillNeeded(f"what it made expires by {until + timedelta(minutes=1):%Y-%m-%d %H:%M}")
    elif replaced and (count := left(purpose)):
        raise StillNeeded(f"{count} still lie under it: run `answerable keys rotate {purpose} --resume`")
    for one in replaced:
        rotation.retire(purpose, one.id, at)
        _journal(actor, "keys.key.retired", purpose, one.id, at)
    keys.look_again()
    return [one.id for one in replaced]


def _journal(actor: Actor, code: str, purpose: str, key_id: int, at: datetime) -> None:
    ledger.record(actor=actor, code=code, at=at, internal={"purpose": purpose, "key": key_id})
