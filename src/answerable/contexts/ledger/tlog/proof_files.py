"""`.tlog-proof` files (C2SP tlog-proof): a leaf's place in the tree, the way to the root, and the signed checkpoint."""

from dataclasses import dataclass

from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import parse_decimal
from answerable.contexts.ledger.tlog.merkle import HASH_SIZE, MAX_HASHES, verify_inclusion
from answerable.contexts.ledger.tlog.notes import MAX_SIZE, InvalidNote
from answerable.contexts.ledger.tlog.policies import Believed, Policy, open_checkpoint

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class ProofFile:
    """The proof that a leaf is logged. `extra` is not authenticated: it only says what the leaf is made of."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    @property
    def encoded(self) -> str:
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {b64.encode(self.extra)}")
        lines.append(f"index {self.index}")
        lines += [b64.encode(one) for one in self.hashes]
        return "\n".join(lines) + "\n\n" + self.checkpoint

    def verify(self, leaf: bytes, policy: Policy) -> Believed:
        """Check that the leaf hash is in a tree that the policy believes, and return that tree's checkpoint.

        Raises:
            InvalidNote: the checkpoint is not believed.
            InvalidProof: the leaf is not in its tree.
        """
        believed = open_checkpoint(self.checkpoint, policy)
        verify_inclusion(
            index=self.index,
            size=believed.checkpoint.size,
            leaf=leaf,
            hashes=self.hashes,
            root=believed.checkpoint.root,
        )
        return believed


def parse_proof(raw: str | bytes) -> ProofFile:
    """Read a proof file without believing it yet.

    Raises:
        InvalidNote: it is malformed.
    """
    if len(raw) > 2 * MAX_SIZE:
        raise InvalidNote("too large")
    try:
        text = raw if isinstance(raw, str) else raw.decode()
    except UnicodeDecodeError:
        raise InvalidNote("not UTF-8") from None
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != HEADER or not lines:
        raise InvalidNote("no proof file")
    extra = _decoded(lines.pop(0)[6:]) if lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise InvalidNote("a proof without an index")
    index = parse_decimal(lines.pop(0)[6:])
    if len(lines) > MAX_HASHES:
        raise InvalidNote("too many hashes")
    return ProofFile(index, tuple(_decoded(line, HASH_SIZE) for line in lines), checkpoint, extra)


def _decoded(text: str, length: int | None = None) -> bytes:
    try:
        return b64.decode(text, length=length)
    except ValueError as error:
        raise InvalidNote(str(error)) from None
