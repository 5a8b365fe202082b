"""Every checkpoint that was ever published, against the tree as it is now and the keys that are believed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.models import JournalCheckpoint
from answerable.contexts.ledger.published import Published
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.merkle import EMPTY_ROOT, node_hash
from answerable.contexts.ledger.tlog.notes import InvalidNote
from answerable.contexts.ledger.tlog.policies import Policy, open_checkpoint

LATE = timedelta(days=1)


class Promised:
    """The signed roots, by size, and what each one is called."""

    def __init__(self, report: Report, published: Published, policy: Policy) -> None:
        self.report = report
        self.policy = policy
        self.roots: dict[int, list[tuple[bytes, str]]] = {}
        self.times: list[tuple[int, datetime]] = []
        for at, note in published.history():
            if self.take(note.encoded, f"the history's checkpoint of {at:%Y-%m-%d %H:%M:%S}"):
                self.times.append((max(self.roots), at))
        newest = published.checkpoint()
        if newest is not None:
            self.take(newest.encoded, "the published checkpoint")
        for row in JournalCheckpoint.objects.order_by("size").iterator():
            self.take(row.note, f"the table's checkpoint of {row.size}")

    def take(self, raw: str, name: str) -> bool:
        """Believe a checkpoint, or say why not."""
        try:
            believed = open_checkpoint(raw, self.policy).checkpoint
        except InvalidNote as error:
            self.report.tell("checkpoint_false", name, str(error))
            return False
        self.expect(believed, name)
        self.report.checkpoints += 1
        return True

    def expect(self, checkpoint: Checkpoint, name: str) -> None:
        self.roots.setdefault(checkpoint.size, []).append((checkpoint.root, name))

    def forget_behind(self, size: int) -> None:
        """Compare nothing that was signed of more lines than these."""
        self.roots = {known: roots for known, roots in self.roots.items() if known <= size}

    @property
    def size(self) -> int:
        return max(self.roots, default=0)

    def compare(self, size: int, root: bytes) -> None:
        """Hold the root over the first lines against all that was signed of them."""
        for signed, name in self.roots.pop(size, ()):
            if signed != root:
                self.report.tell("root_differs", f"size {size}", f"{name} has another root")


class Edge:
    """The right edge of a growing tree: roots at every size without keeping the leaves."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        height, node = 0, leaf
        while self._nodes and self._nodes[-1][0] == height:
            node = node_hash(self._nodes.pop()[1], node)
            height += 1
        self._nodes.append((height, node))

    @property
    def root(self) -> bytes:
        nodes: Sequence[tuple[int, bytes]] = self._nodes
        if not nodes:
            return EMPTY_ROOT
        root = nodes[-1][1]
        for _, node in reversed(nodes[:-1]):
            root = node_hash(node, root)
        return root
