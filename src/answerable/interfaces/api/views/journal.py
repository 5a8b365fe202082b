"""The journal for everybody: its files under /journal/, and proofs under /api/v1/journal/."""

import re
from base64 import b64encode, urlsafe_b64decode
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.errors import NoProof
from answerable.interfaces.api.problems import Malformed
from answerable.interfaces.api.schemas_journal import CheckpointOut, ConsistencyOut, HistoryOut, InclusionOut

TEXT = "text/plain; charset=utf-8"
# A checkpoint is stale after the next one; a tile, even one that is not full, never changes.
FRESH, FOREVER = "public, max-age=5", "public, max-age=31536000, immutable"
_LEAF = re.compile(r"[A-Za-z0-9_-]{43}=?", re.ASCII)


@require_safe
def checkpoint(_: HttpRequest) -> HttpResponse:
    """The newest checkpoint, as C2SP's tlog-tiles has it served."""
    return _file(ledger.published().root / "checkpoint", TEXT, FRESH)


@require_safe
def keys(_: HttpRequest) -> HttpResponse:
    """The log's keys, those of the past too."""
    return _file(ledger.published().root / "keys.json", "application/json", FRESH)


@require_safe
def tile(_: HttpRequest, path: str) -> HttpResponse:
    """A hash tile. There are no entry bundles: what a leaf says is for those whom it concerns."""
    try:
        name = ledger.parse_path(path)
    except ValueError:
        raise Http404 from None
    return _file(ledger.published().root / name.path, "application/octet-stream", FOREVER)


def _file(path: Path, kind: str, cache: str) -> HttpResponse:
    try:
        response = HttpResponse(path.read_bytes(), content_type=kind)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise Http404 from None
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def inclusion(response: HttpResponse, leaf: str, size: int | None) -> InclusionOut:
    """Prove that a leaf is in the tree.

    Raises:
        Malformed: this is no leaf hash.
        NoProof: it is not in that tree.
    """
    if _LEAF.fullmatch(leaf) is None:
        raise Malformed
    found = ledger.prove_inclusion(urlsafe_b64decode(leaf.rstrip("=") + "="), size)
    response["Cache-Control"] = "no-store"
    return InclusionOut(
        leaf_index=found.index,
        tree_size=found.checkpoint.size,
        leaf_hash=_b64(found.leaf_hash),
        hashes=[_b64(one) for one in found.hashes],
        checkpoint=found.checkpoint.note,
    )


def consistency(response: HttpResponse, old: int, new: int | None) -> ConsistencyOut:
    """Prove that a tree begins with an older one.

    Raises:
        NoProof: there is no such tree.
    """
    hashes, shown = ledger.prove_consistency(old, new)
    response["Cache-Control"] = FRESH
    return ConsistencyOut(
        old=old, new=shown.size, hashes=[_b64(one) for one in hashes], checkpoint=shown.note
    )


def newest(response: HttpResponse) -> CheckpointOut:
    """Return the newest checkpoint.

    Raises:
        NoProof: none was published yet.
    """
    shown = ledger.newest_checkpoint()
    if shown is None:
        raise NoProof
    response["Cache-Control"] = FRESH
    return _shown(shown)


def history(response: HttpResponse, before: int | None, limit: int) -> HistoryOut:
    """Return published checkpoints, the newest first."""
    response["Cache-Control"] = FRESH
    return HistoryOut(
        checkpoints=[_shown(one) for one in ledger.checkpoint_history(before=before, limit=limit)]
    )


def _shown(one: ledger.Shown) -> CheckpointOut:
    return CheckpointOut(size=one.size, root=_b64(one.root), published_at=one.at, checkpoint=one.note)


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode()
