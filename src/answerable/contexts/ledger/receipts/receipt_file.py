"""The receipt as a file: one proof for each line of the matter, one after another, and before that the promise.

    --- a `.tlog-proof` for each line, the first line first; for a matter that is not in the journal yet the
    --- acceptance note instead; and, if it helps to believe that note, the proof that its key stands in the journal

Every part begins with its own header line, so the file can be cut there and each part given to a tool that knows the
public format.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.ledger.receipts import acceptance
from answerable.contexts.ledger.receipts.acceptance import Acceptance, open_acceptance
from answerable.contexts.ledger.receipts.proven import Proven, prove
from answerable.contexts.ledger.tlog import b64, proof_files
from answerable.contexts.ledger.tlog.keys import VerifierKey
from answerable.contexts.ledger.tlog.notes import InvalidNote
from answerable.contexts.ledger.tlog.policies import Believed, Policy

MAX_SIZE = 4 * 1024 * 1024
MAX_PARTS = 2000
KEY_MADE = "ledger.acceptance_key.made"
_PART = re.compile(rf"^(?={re.escape(proof_files.HEADER)}$|{re.escape(acceptance.HEADER)}$)", re.MULTILINE)


class InvalidReceipt(InvalidNote):
    """The receipt does not prove what it says."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a receipt proves: the lines of one matter in their order, and what was promised."""

    case: str
    lines: tuple[Proven, ...]
    promises: tuple[Acceptance, ...]
    checkpoints: tuple[Believed, ...]

    def is_kept(self, promise: Acceptance) -> bool:
        """Whether the line that was promised is among those that are proven."""
        return any(one.leaf_hash == promise.leaf for one in self.lines)

    def broken(self, at: datetime) -> list[Acceptance]:
        """Return the promises whose time is over and of which nothing here proves that they were kept."""
        return [one for one in self.promises if one.include_by < at and not self.is_kept(one)]


def join_parts(parts: Sequence[str]) -> str:
    return "".join(part if part.endswith("\n") else part + "\n" for part in parts)


def split_parts(raw: str | bytes) -> list[str]:
    """Cut a receipt into its parts.

    Raises:
        InvalidReceipt: there are none, or it is too large.
    """
    if len(raw) > MAX_SIZE:
        raise InvalidReceipt("the file is too large for a receipt")
    try:
        text = raw if isinstance(raw, str) else raw.decode()
    except UnicodeDecodeError:
        raise InvalidReceipt("the file is not text") from None
    head, *parts = _PART.split(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    if head.strip() or not parts:
        raise InvalidReceipt("this is no receipt")
    if len(parts) > MAX_PARTS:
        raise InvalidReceipt("the file has too many parts")
    return parts


def verify_receipt(raw: str | bytes, policy: Policy, accepting: Sequence[VerifierKey] = ()) -> Verified:
    """Check every part of a receipt, and that its lines follow one another without a gap.

    A promise is believed if its key is among `accepting`, or if the receipt proves that the journal names it.

    Raises:
        InvalidNote, InvalidProof: a part does not hold.
        InvalidReceipt: the parts do not belong together.
    """
    parts = split_parts(raw)
    proven = [prove(one, policy) for one in parts if one.startswith(proof_files.HEADER)]
    keys = [*accepting, *(_key(one) for one in proven if one.code == KEY_MADE and not one.case)]
    lines = tuple(one for one in proven if one.case)
    _require_chain(lines)
    notes = [one for one in parts if one.startswith(acceptance.HEADER)]
    promises = tuple(open_acceptance(one, keys) for one in notes)
    for promise in promises:
        _require_fitting(promise, lines)
    believed = {one.believed.checkpoint.size: one.believed for one in proven}
    case = lines[0].case if lines else ""
    return Verified(case, lines, promises, tuple(believed[size] for size in sorted(believed)))


def _key(made: Proven) -> VerifierKey:
    try:
        return VerifierKey.parse(str(made.pub.get("vkey")))
    except ValueError as error:
        raise InvalidReceipt(f"the journal's acceptance key: {error}") from None


def _require_chain(lines: Sequence[Proven]) -> None:
    """Numbers count 1, 2, 3 …, and each line names the one before: nothing was left out, nothing put in between."""
    before = b""
    for number, line in enumerate(lines, start=1):
        if line.case != lines[0].case:
            raise InvalidReceipt("the file has lines of two matters")
        if line.pub.get("case_seq") != number:
            raise InvalidReceipt(f"line {number} of the matter is missing")
        if line.pub.get("prev") != b64.encode(before):
            raise InvalidReceipt(f"line {number} does not follow the line before it")
        before = line.leaf_hash


def _require_fitting(promise: Acceptance, lines: Sequence[Proven]) -> None:
    """A promise beside lines has to be about the first of them, which is what was accepted."""
    if lines and lines[0].leaf_hash != promise.leaf:
        raise InvalidReceipt("the acceptance note is about another matter")
