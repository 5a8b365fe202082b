"""The log's keys over time: the one that signs, those that still sign beside it, and those that no longer do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.keys import SigningKey, VerifierKey

OVERLAP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key and its time. Without a seed it signs nothing any more; it stays published, for old receipts."""

    verifier: VerifierKey
    since: datetime
    until: datetime | None
    seed: bytes | None

    def signs(self, at: datetime) -> bool:
        return self.seed is not None and (self.until is None or at < self.until)

    @property
    def signing(self) -> SigningKey:
        assert self.seed is not None
        return SigningKey.from_seed(self.verifier.name, self.seed)

    @property
    def public(self) -> dict[str, Any]:
        """What is published of it."""
        until = self.until.isoformat() if self.until else None
        return {"vkey": self.verifier.text, "since": self.since.isoformat(), "until": until}

    @property
    def kept(self) -> dict[str, Any]:
        return {**self.public, "seed": b64.encode(self.seed) if self.seed else None}


def read_key(raw: dict[str, Any]) -> KeptKey:
    """Return a key as it was kept or published."""
    until, seed = raw["until"], raw.get("seed")
    return KeptKey(
        VerifierKey.parse(raw["vkey"]),
        datetime.fromisoformat(raw["since"]),
        datetime.fromisoformat(until) if until else None,
        b64.decode(seed, length=32) if seed else None,
    )


def new_key(origin: str, at: datetime) -> KeptKey:
    made = SigningKey.make(origin)
    return KeptKey(made.verifier, at, None, made.seed)


def rotated(keys: Sequence[KeptKey], origin: str, at: datetime, *, lost: bool = False) -> list[KeptKey]:
    """Return the keys with a new one. The present one signs beside it for 30 days, or not at all if it was lost."""
    older = [_ended(key, at if lost else at + OVERLAP) if key.until is None else key for key in keys]
    return [*without_old_seeds(older, at), new_key(origin, at)]


def without_old_seeds(keys: Sequence[KeptKey], at: datetime) -> list[KeptKey]:
    """Return the keys, the secrets of those destroyed whose time is over."""
    return [key if key.signs(at) else KeptKey(key.verifier, key.since, key.until, None) for key in keys]


def _ended(key: KeptKey, until: datetime) -> KeptKey:
    return KeptKey(key.verifier, key.since, until, key.seed)
