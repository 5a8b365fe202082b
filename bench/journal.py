"""How fast the journal is sealed, audited and proven.

Lines are written in bulk, sealed under a checkpoint with tiles on the disk, and audited whole, on a database with fsync
on. Proofs are made from the tiles of a simulated tree: files on the disk, of which full ones of a level are all alike.

    .venv/bin/python bench/journal.py [--lines 100000] [--tree 100000000]
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from house import a_house


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--tree", type=int, default=100_000_000)
    options = parser.parse_args()
    told: dict[str, Any] = {"load_before": os.getloadavg()[0]}
    with a_house() as house:
        told |= whole(house.root, options.lines)
        told |= proofs(options.tree)
    print(json.dumps(told, indent=2))


def whole(folder: Path, count: int) -> dict[str, Any]:
    """Write, seal and audit."""
    from answerable.contexts.ledger import api as ledger
    from answerable.contexts.ledger import signing
    from answerable.contexts.ledger.published import Published
    from answerable.contexts.ledger.services.number_lines import Horizon
    from answerable.contexts.ledger.services.seal_lines import seal_lines
    from answerable.kernel.actor import Actor

    actor, at = Actor.system("bench"), datetime.now(UTC)
    pub = {"unit": "QT-01-002", "round": 1, "due": "2026-05-11T01:14:07Z"}
    for start in range(0, count, 1000):
        ledger.record_many(
            [
                ledger.Entry(actor, "cases.case.told", at, f"2026-{n // 5:08d}", pub, {"post": n})
                for n in range(start, start + 1000)
            ]
        )
    signer = signing.Signer(signing.Folder(folder / "signer"), lambda: datetime.now(UTC))
    signer.begin("journal.example/bench")
    published = Published(folder / "journal")
    began = time.perf_counter()
    seal_lines(published=published, signer=signer, horizon=Horizon())
    sealed = time.perf_counter() - began
    known = signer.known()
    began = time.perf_counter()
    report = ledger.audit_journal(
        published=published, keys=[key.verifier for key in known.keys], signed=known.last
    )
    audited = time.perf_counter() - began
    assert report.sound, report.differences[:3]
    return {
        "lines": report.lines,
        "sealed_per_second": round(count / sealed),
        "audited_per_second": round(report.lines / audited),
    }


def proofs(size: int) -> dict[str, Any]:
    """Prove random leaves of a large tree, each time without anything in memory, and check what comes out."""
    from answerable.contexts.ledger.tlog.merkle import HASH_SIZE, verify_inclusion
    from answerable.contexts.ledger.tlog.proofs import consistency_proof, inclusion_proof, tree_root
    from answerable.contexts.ledger.tlog.tiles import WIDTH, Tile, fold, nodes_from_tiles

    with tempfile.TemporaryDirectory() as place:

        @lru_cache
        def path(level: int) -> Path:
            hashes = (
                [fold_of(level - 1)] * WIDTH if level else [sha256(bytes([n])).digest() for n in range(WIDTH)]
            )
            (file := Path(place) / str(level)).write_bytes(b"".join(hashes))
            return file

        @lru_cache
        def fold_of(level: int) -> bytes:
            raw = path(level).read_bytes()
            return fold([raw[at : at + HASH_SIZE] for at in range(0, len(raw), HASH_SIZE)])

        def read(tile: Tile) -> bytes:
            return path(tile.level).read_bytes()[: tile.width * HASH_SIZE]

        root = tree_root(nodes_from_tiles(read, size), size)
        inclusion, consistency, chance = [], [], random.Random(0)
        for _ in range(200):
            index = chance.randrange(size)
            began = time.perf_counter()
            hashes = inclusion_proof(nodes_from_tiles(read, size), index, size)
            inclusion.append(time.perf_counter() - began)
            leaf = sha256(bytes([index % WIDTH])).digest()
            verify_inclusion(index=index, size=size, leaf=leaf, hashes=hashes, root=root)
            began = time.perf_counter()
            consistency_proof(nodes_from_tiles(read, size), index, size)
            consistency.append(time.perf_counter() - began)
    return {
        "tree": size,
        "inclusion_ms": {
            "median": round(statistics.median(inclusion) * 1000, 2),
            "p99": round(sorted(inclusion)[197] * 1000, 2),
        },
        "consistency_ms": {
            "median": round(statistics.median(consistency) * 1000, 2),
            "p99": round(sorted(consistency)[197] * 1000, 2),
        },
    }


if __name__ == "__main__":
    main()
