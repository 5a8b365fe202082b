"""Commitments and leaves of the journal.

    commit(part, r, body) = HMAC-SHA256(key=r, "answerable/commit/v1\\n" + part + "\\n" + JCS(body))
    leaf = JCS({"at": …, "int": b64 commit("int", …), "pub": b64 commit("pub", …), "v": "answerable/leaf/v1"})
    leaf_hash = SHA-256(0x00 ‖ leaf)          (RFC 9162, section 2.1)

A leaf shows nothing but a time. Whoever holds an opening (the body and its 32 random bytes) can prove what was
committed to; once the openings are erased, nobody can, and the leaf still stands.
"""

import hmac
from base64 import b64encode
from datetime import UTC, datetime
from typing import Literal

from answerable.contexts.ledger.tlog.merkle import leaf_hash

__all__ = ["Part", "commit", "leaf_bytes", "leaf_hash"]

Part = Literal["pub", "int"]
VERSION = "answerable/leaf/v1"
_PREFIXES: dict[Part, bytes] = {"pub": b"answerable/commit/v1\npub\n", "int": b"answerable/commit/v1\nint\n"}


def commit(part: Part, opening: bytes, body: bytes) -> bytes:
    """Return the 32-byte commitment to a body, in its canonical bytes, under 32 random bytes."""
    return hmac.digest(opening, _PREFIXES[part] + body, "sha256")


def leaf_bytes(at: datetime, commit_pub: bytes, commit_int: bytes) -> bytes:
    """Return the canonical leaf; `at` is cut to whole seconds of UTC."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # Written out, because this is canonical as it stands and every act makes one.
    return b'{"at":"%b","int":"%b","pub":"%b","v":"%b"}' % (
        moment.encode(),
        b64encode(commit_int),
        b64encode(commit_pub),
        VERSION.encode(),
    )
