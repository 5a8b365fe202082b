"""Signed notes (C2SP signed-note): a text, and who stands for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.keys import Signature, VerifierKey, is_key_name

MAX_SIZE = 256 * 1024
MAX_SIGNATURES = 100
_SHORTEST_SIGNATURE = 5


class InvalidNote(ValueError):
    """It is no note, or a signature under it is false."""


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @property
    def encoded(self) -> str:
        return self.text + "\n" + "".join(one.line for one in self.signatures)

    def signed(self, *signatures: Signature) -> "Note":
        """Return the note with more signatures; those of a key that has signed already replace the older ones."""
        keys = {(one.name, one.key_id) for one in signatures}
        kept = [one for one in self.signatures if (one.name, one.key_id) not in keys]
        return Note(self.text, (*kept, *signatures))


def parse_note(raw: str | bytes) -> Note:
    """Read a note without believing anybody yet.

    Raises:
        InvalidNote: it is malformed.
    """
    text = _decoded(raw)
    if any(ord(char) < 0x20 and char != "\n" for char in text):
        raise InvalidNote("control characters")
    body, gap, tail = text.rpartition("\n\n")
    if not gap or not body or not tail.endswith("\n"):
        raise InvalidNote("no signatures")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise InvalidNote("too many signatures")
    return Note(body + "\n", tuple(_signature(line) for line in lines))


def open_note(raw: str | bytes, known: Iterable[VerifierKey]) -> tuple[Note, dict[VerifierKey, int | None]]:
    """Read a note and say which known keys have signed it, each with the time if it is a witness's.

    Signatures of other keys are passed over; a false one under a known name refuses the whole note.

    Raises:
        InvalidNote: it is malformed, a known key's signature is false, or no known key has signed.
    """
    note, keys = parse_note(raw), list(known)
    signed: dict[VerifierKey, int | None] = {}
    for signature in note.signatures:
        for key in keys:
            if key.made(signature) and key not in signed:
                signed[key] = _verified(key, note.text, signature)
    if not signed:
        raise InvalidNote("nobody whom we know has signed")
    return note, signed


def parse_signatures(lines: str) -> Sequence[Signature]:
    """Read signature lines alone, as a witness answers.

    Raises:
        InvalidNote: one is malformed.
    """
    if len(lines) > MAX_SIZE or not lines.endswith("\n"):
        raise InvalidNote("no signature lines")
    return [_signature(line) for line in lines[:-1].split("\n")]


def _decoded(raw: str | bytes) -> str:
    if len(raw) > MAX_SIZE:
        raise InvalidNote("too large")
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise InvalidNote("not UTF-8") from None


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—" or not is_key_name(name):
        raise InvalidNote("a malformed signature line")
    try:
        raw = b64.decode(encoded)
    except ValueError:
        raise InvalidNote("a malformed signature") from None
    if len(raw) < _SHORTEST_SIGNATURE:
        raise InvalidNote("a malformed signature")
    return Signature(name, raw[:4], raw[4:])


def _verified(key: VerifierKey, text: str, signature: Signature) -> int | None:
    try:
        return key.verify(text, signature.payload)
    except ValueError as error:
        raise InvalidNote(f"{key.name}: {error}") from None
