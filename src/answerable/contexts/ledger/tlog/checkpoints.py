"""Checkpoints (C2SP tlog-checkpoint): the log's name, how many leaves it has, and their root."""

import re
from dataclasses import dataclass

from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.keys import is_key_name
from answerable.contexts.ledger.tlog.merkle import EMPTY_ROOT, HASH_SIZE
from answerable.contexts.ledger.tlog.notes import InvalidNote

MAX_TREE = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log. Its text is what is signed; we write no extension lines and take none."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64.encode(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note that is a checkpoint.

    Raises:
        InvalidNote: it is none.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise InvalidNote("a checkpoint has three lines")
    origin, size, root = lines[:3]
    if not is_key_name(origin):
        raise InvalidNote("a checkpoint without an origin")
    checkpoint = Checkpoint(origin, parse_decimal(size), _root(root))
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise InvalidNote("an empty log with another root")
    return checkpoint


def parse_decimal(text: str) -> int:
    """Read a size or an index, written in the one way that there is.

    Raises:
        InvalidNote: it isn't.
    """
    if _DECIMAL.fullmatch(text) is None or int(text) > MAX_TREE:
        raise InvalidNote("no number of a tree")
    return int(text)


def _root(text: str) -> bytes:
    try:
        return b64.decode(text, length=HASH_SIZE)
    except ValueError as error:
        raise InvalidNote(f"the root is {error}") from None
