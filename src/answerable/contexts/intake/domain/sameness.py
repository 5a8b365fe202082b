"""When two submissions are the same one, sent again.

With a source id: the same id of the same channel, for ever. With an Idempotency-Key: the same key of the same channel.
With neither: the same content within a day, or for ever where the source says when it was said. Digests are keyed,
because a plain one of a known text would let a phone number be guessed.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

from answerable.contexts.intake.domain.submission import NewSubmission
from answerable.contexts.parties import api as parties
from answerable.kernel.ids import ALPHABET, AccessCode
from answerable.kernel.keys import derived_key
from answerable.kernel.text import match_key

WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Keys:
    """`same` marks a submission, `before` the same content of the day before, `replay` the Idempotency-Key."""

    same: bytes
    before: bytes | None
    replay: bytes | None
    content: bytes


def keys_of(new: NewSubmission, at: datetime) -> Keys:
    """Return the digests under which a cleaned submission is recognised."""
    content = _digest("content", _content(new))
    replay = _digest("replay", [new.channel, new.idempotency_key]) if new.idempotency_key else None
    if new.source_id:
        return Keys(_digest("source", [new.channel, new.source_id]), None, replay, content)
    if replay is not None:
        return Keys(replay, None, replay, content)
    if new.said_at is not None:
        return Keys(content, None, None, content)
    day = at.astimezone(UTC).toordinal()
    return Keys(_digest("day", [content.hex(), day]), _digest("day", [content.hex(), day - 1]), None, content)


def replayed_code(new: NewSubmission) -> AccessCode:
    """Return the access code that belongs to an Idempotency-Key.

    It is not kept: it follows from the key, which only the caller has, and a key of ours that is not in the database.
    So a lost answer can be asked for again, and the database alone gives away nothing.
    """
    bits = int.from_bytes(_digest("code", [new.channel, new.idempotency_key])[:10], "big")
    symbols = "".join(ALPHABET[bits >> shift & 31] for shift in range(75, -5, -5))
    return AccessCode("-".join(symbols[start : start + 4] for start in range(0, 16, 4)))


def _content(new: NewSubmission) -> list[object]:
    return [
        new.channel,
        match_key(new.title),
        match_key(new.text),
        match_key(new.place),
        new.said_at.isoformat() if new.said_at else None,
        parties.fields_of(new.contact) if new.contact else None,
        [str(public_id) for public_id in new.attachment_ids],
    ]


def _digest(purpose: str, parts: list[object]) -> bytes:
    return hmac.digest(derived_key(f"intake-{purpose}"), orjson.dumps(parts), "sha256")
