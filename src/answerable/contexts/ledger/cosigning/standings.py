"""How each witness stands: which size it has cosigned last, when, and why not the newest."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from answerable.contexts.ledger.published import Published

FILE = "witnesses.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """`at` is the witness's own time, in seconds since 1970; `trouble` is a code of `NotCosigned`, or empty."""

    name: str
    vkey: str
    size: int = 0
    at: int = 0
    trouble: str = ""

    @property
    def key_name(self) -> str:
        return self.vkey.partition("+")[0]

    @property
    def forked(self) -> bool:
        """Whether it has seen another history than ours."""
        return self.trouble == "fork"

    @property
    def cosigned_at(self) -> datetime | None:
        # A time beyond the calendar is a witness's own nonsense, and no reason for an error.
        return datetime.fromtimestamp(min(self.at, 253_402_300_799), UTC) if self.at else None


def read_standings(published: Published) -> list[Standing]:
    """Return the standings as the sequencer has left them, in the order of the policy."""
    with suppress(FileNotFoundError, ValueError, TypeError):
        kept: list[dict[str, Any]] = json.loads((published.root / FILE).read_text())
        return [Standing(**one) for one in kept]
    return []


def write_standings(published: Published, standings: Iterable[Standing]) -> None:
    published.keep(FILE, json.dumps([asdict(one) for one in standings]).encode())
