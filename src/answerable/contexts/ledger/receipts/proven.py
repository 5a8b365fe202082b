"""One line with its proof: a `.tlog-proof` (C2SP) whose `extra` opens what the resident may see of the line.

    extra = JCS({"leaf": <the leaf, as text>, "pub": {…}, "r_pub": <base64>})

`extra` is not signed. It is checked against the leaf, the leaf against the tree, the tree against its signature.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from answerable.contexts.ledger.canonical import NotCanonical, canonical
from answerable.contexts.ledger.leaf import VERSION, commit, leaf_hash
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.notes import InvalidNote
from answerable.contexts.ledger.tlog.policies import Believed, Policy
from answerable.contexts.ledger.tlog.proof_files import ProofFile, parse_proof

_FIELDS = {"leaf", "pub", "r_pub"}
_LEAF_FIELDS = {"at", "int", "pub", "v"}


@dataclass(frozen=True, slots=True)
class Proven:
    """A line that is in the tree of a believed checkpoint: when, and what the resident may see of it."""

    at: datetime
    pub: Mapping[str, Any]
    leaf_hash: bytes
    index: int
    believed: Believed

    @property
    def code(self) -> str:
        return str(self.pub.get("event", ""))

    @property
    def case(self) -> str:
        return str(self.pub.get("case", ""))


def pack_extra(leaf: bytes, pub: Mapping[str, Any], opening: bytes) -> bytes:
    """Return the `extra` of a line."""
    return canonical({"leaf": leaf.decode(), "pub": dict(pub), "r_pub": b64.encode(opening)})


def prove(raw: str | bytes, policy: Policy) -> Proven:
    """Check a proof file from the words of the line up to the signature.

    Raises:
        InvalidNote: it is malformed, its words are not those of its leaf, or its checkpoint is not believed.
        InvalidProof: its leaf is not in the tree.
    """
    proof = parse_proof(raw)
    leaf, pub, opening = _extra(proof)
    at, committed = _leaf(leaf)
    try:
        fits = hmac.compare_digest(commit("pub", opening, canonical(pub)), committed)
    except NotCanonical as error:
        raise InvalidNote(f"the line's words: {error}") from None
    if not fits:
        raise InvalidNote("the words of the line are not those that were committed to")
    digest = leaf_hash(leaf)
    return Proven(at, pub, digest, proof.index, proof.verify(digest, policy))


def _extra(proof: ProofFile) -> tuple[bytes, dict[str, Any], bytes]:
    extra = _object(proof.extra or b"", _FIELDS)
    if not isinstance(extra["leaf"], str) or not isinstance(extra["pub"], dict):
        raise InvalidNote("the proof does not say of what")
    return extra["leaf"].encode(), extra["pub"], _hash(extra["r_pub"])


def _leaf(raw: bytes) -> tuple[datetime, bytes]:
    leaf = _object(raw, _LEAF_FIELDS)
    if leaf["v"] != VERSION or canonical(leaf) != raw:
        raise InvalidNote("no leaf of this version")
    try:
        at = datetime.strptime(leaf["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        raise InvalidNote("a leaf without a time") from None
    return at, _hash(leaf["pub"])


def _object(raw: bytes, fields: set[str]) -> dict[str, Any]:
    try:
        found = json.loads(raw, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError):
        raise InvalidNote("no JSON of ours") from None
    if not isinstance(found, dict) or set(found) != fields:
        raise InvalidNote("fields that are missing or too many")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is no number of ours")


def _hash(text: Any) -> bytes:
    try:
        return b64.decode(text if isinstance(text, str) else "", length=32)
    except ValueError as error:
        raise InvalidNote(str(error)) from None
