"""What a log asks of a witness (C2SP tlog-witness, add-checkpoint): an old size, a proof, and the new checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import parse_decimal
from answerable.contexts.ledger.tlog.merkle import HASH_SIZE, MAX_HASHES
from answerable.contexts.ledger.tlog.notes import MAX_SIZE, InvalidNote, Note, parse_note

PATH = "add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
# The note, and what stands before it.
MAX_REQUEST = MAX_SIZE + 4096


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The tree of `old` leaves is said to be the beginning of the note's; `hashes` are to show it."""

    old: int
    hashes: Sequence[bytes]
    note: Note

    @property
    def encoded(self) -> bytes:
        lines = [f"old {self.old}", *(b64.encode(one) for one in self.hashes), ""]
        return ("\n".join(lines) + "\n" + self.note.encoded).encode()


def parse_request(raw: bytes) -> AddCheckpoint:
    """Read a request, believing nobody.

    Raises:
        InvalidNote: it is malformed.
    """
    if len(raw) > MAX_REQUEST:
        raise InvalidNote("too large")
    try:
        head, gap, note = raw.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise InvalidNote("not UTF-8") from None
    first, *lines = head.split("\n")
    word, space, old = first.partition(" ")
    if not gap or word != "old" or not space:
        raise InvalidNote("no old size")
    if len(lines) > MAX_HASHES:
        raise InvalidNote(f"more than {MAX_HASHES} hashes")
    try:
        hashes = [b64.decode(line, length=HASH_SIZE) for line in lines]
    except ValueError as error:
        raise InvalidNote(f"a hash is {error}") from None
    return AddCheckpoint(parse_decimal(old), hashes, parse_note(note))


def parse_known_size(raw: bytes) -> int | None:
    """Return the size that a witness answers a conflict with; None if it names none."""
    try:
        return parse_decimal(raw.decode("ascii").removesuffix("\n"))
    except (InvalidNote, UnicodeDecodeError):
        return None
