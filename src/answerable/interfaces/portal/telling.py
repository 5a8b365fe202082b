"""What somebody is telling us, step by step, before it is sent."""

import secrets
from dataclasses import asdict, dataclass, field, fields
from typing import Any

STEPS = ("words", "where", "police", "files", "contact", "check")
CONTACT, ANONYMOUS = "contact", "anonymous"


@dataclass(slots=True)
class Telling:
    """The answers so far. `key` makes a second press of the button harmless; `done` holds the steps taken.

    `reference`, `code` and `received` are there once it was sent, for as long as the receipt may be looked at.
    """

    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    done: list[str] = field(default_factory=list)
    text: str = ""
    topic: str = ""
    topic_chosen: bool = False
    place: str = ""
    area: str = ""
    lat: float | None = None
    lon: float | None = None
    about_police: str = ""
    accused_words: str = ""
    accused_unit: str = ""
    files: list[str] = field(default_factory=list)
    mode: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    answer_by: str = ""
    no_call: bool = False
    no_sms: bool = False
    from_hour: int = 8
    to_hour: int = 21
    other_way: bool = False
    in_confidence: bool = False
    send_receipt: bool = False
    reference: str = ""
    code: str = ""
    received: str = ""

    @property
    def is_sent(self) -> bool:
        return bool(self.reference)

    def begin_again(self) -> None:
        """Forget every answer; the next thing told is another one."""
        self.take(asdict(Telling()))

    def mark(self, step: str) -> None:
        if step not in self.done:
            self.done.append(step)

    def next_step(self) -> str:
        """Return the first step that is still to be taken."""
        return next((step for step in STEPS if step not in self.done), STEPS[-1])

    def take(self, values: dict[str, Any]) -> None:
        """Take over the answers of a form whose fields are named like ours."""
        known = {f.name for f in fields(self)}
        for name, value in values.items():
            if name in known:
                setattr(self, name, value)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Telling":
        """Rebuild it; what an older version kept and we no longer know is left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in raw.items() if name in known})
