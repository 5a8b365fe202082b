"""The acceptance note: a promise, signed at once, that a line will stand in the journal by a stated time.

A signed note (C2SP signed-note) under a key of its own, named `<origin>/accept`, one for each week:

    answerable/acceptance/v1
    <origin of the log>
    <leaf hash, base64>
    <accepted, seconds since 1970>
    <in the journal by, seconds since 1970>

A promise that was not kept is evidence in the hand of the resident.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import parse_decimal
from answerable.contexts.ledger.tlog.keys import KeyKind, SigningKey, VerifierKey
from answerable.contexts.ledger.tlog.merkle import HASH_SIZE
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note

HEADER = "answerable/acceptance/v1"
# Long enough for a signer that is down over a night, short enough to be waited for.
WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is promised."""

    origin: str
    leaf: bytes
    accepted: datetime
    include_by: datetime

    @property
    def text(self) -> str:
        times = f"{int(self.accepted.timestamp())}\n{int(self.include_by.timestamp())}"
        return f"{HEADER}\n{self.origin}\n{b64.encode(self.leaf)}\n{times}\n"


def key_name(origin: str) -> str:
    return f"{origin}/accept"


def make_key(origin: str) -> SigningKey:
    return SigningKey.make(key_name(origin))


def accept(origin: str, leaf: bytes, accepted: datetime, key: SigningKey) -> Note:
    """Return the signed promise for a line that was accepted then."""
    text = Acceptance(origin, leaf, accepted, accepted + WITHIN).text
    return Note(text).signed(key.sign(text))


def open_acceptance(raw: str | bytes, keys: list[VerifierKey]) -> Acceptance:
    """Read a promise that one of the keys has signed.

    Raises:
        InvalidNote: it is malformed, or signed by nobody whom we know as this log's acceptance.
    """
    note, signed = open_note(raw, keys)
    found = parse_acceptance(note.text)
    name = key_name(found.origin)
    if not any(key.name == name and key.kind is KeyKind.LOG for key in signed):
        raise InvalidNote("no acceptance key of this log has signed")
    return found


def parse_acceptance(text: str) -> Acceptance:
    """Read the text of a promise.

    Raises:
        InvalidNote: it is none.
    """
    lines = text.split("\n")
    if len(lines) != 6 or lines[0] != HEADER or lines[5]:
        raise InvalidNote("no acceptance note")
    try:
        leaf = b64.decode(lines[2], length=HASH_SIZE)
    except ValueError as error:
        raise InvalidNote(f"the leaf hash is {error}") from None
    return Acceptance(lines[1], leaf, _instant(lines[3]), _instant(lines[4]))


def _instant(text: str) -> datetime:
    try:
        return datetime.fromtimestamp(parse_decimal(text), UTC)
    except (OverflowError, OSError, ValueError):
        raise InvalidNote("no time") from None
