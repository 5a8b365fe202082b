"""Hold two checkpoints of one log against each other: a log that shows two histories has signed the proof of it."""

from collections.abc import Sequence

from answerable.contexts.ledger.tlog.merkle import InvalidProof, verify_consistency
from answerable.contexts.ledger.tlog.policies import Believed


class SplitView(Exception):
    """Two signed checkpoints of one log contradict each other. Both notes together are the evidence."""

    def __init__(self, first: Believed, second: Believed) -> None:
        super().__init__("the log has signed two histories")
        self.notes = (first.note.encoded, second.note.encoded)


class NotCompared(Exception):
    """The checkpoints have different sizes, and no proof of consistency was given."""

    def __init__(self, old: int, new: int) -> None:
        super().__init__(f"a proof of consistency from {old} to {new} is needed")
        self.old, self.new = old, new


def compare(first: Believed, second: Believed, hashes: Sequence[bytes] | None = None) -> None:
    """Require that the larger tree begins with the smaller one.

    Raises:
        SplitView: it does not: the log has signed both.
        NotCompared: the sizes differ and there is no proof.
        ValueError: the checkpoints are of two logs.
        InvalidProof: the proof does not fit; with the same keys, ask elsewhere for another before you accuse.
    """
    old, new = sorted((first, second), key=lambda one: one.checkpoint.size)
    if old.checkpoint.origin != new.checkpoint.origin:
        raise ValueError("checkpoints of two logs")
    if old.checkpoint.size == new.checkpoint.size:
        if old.checkpoint.root != new.checkpoint.root:
            raise SplitView(old, new)
        return
    if hashes is None:
        raise NotCompared(old.checkpoint.size, new.checkpoint.size)
    verify_consistency(
        old=old.checkpoint.size,
        new=new.checkpoint.size,
        hashes=hashes,
        old_root=old.checkpoint.root,
        new_root=new.checkpoint.root,
    )


def compare_all(seen: Sequence[Believed]) -> None:
    """Require that no two checkpoints of the same size differ.

    Raises:
        SplitView: two do.
    """
    known: dict[tuple[str, int], Believed] = {}
    for one in seen:
        other = known.setdefault((one.checkpoint.origin, one.checkpoint.size), one)
        if other.checkpoint.root != one.checkpoint.root:
            raise SplitView(other, one)


__all__ = ["InvalidProof", "NotCompared", "SplitView", "compare", "compare_all"]
