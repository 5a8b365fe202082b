"""Which rule of keeping holds for a case, and since when its time is over. No Django."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Nothing that was agreed today is carried out before somebody could look at what it would erase.
GRACE = timedelta(days=7)
SHORTEST, LONGEST = 6, 600


@dataclass(frozen=True, slots=True)
class Rule:
    """How many months a case keeps its words after it ended. Empty kind or topic: any."""

    kind: str
    topic_code: str
    months: int
    why_zh: str
    why_en: str
    holds_from: datetime

    def fits(self, kind: str, line: Sequence[str]) -> bool:
        """Tell whether it is about such a case; `line` holds its topic and what that is below."""
        return self.kind in ("", kind) and (not self.topic_code or self.topic_code in line)

    def why(self, language: str) -> str:
        """Return the norm."""
        return self.why_zh if language.startswith("zh") else self.why_en

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.topic_code


def ordered(rules: Iterable[Rule], depth: "dict[str, int]") -> list[Rule]:
    """Return the most special first: a topic before none, a deeper one before what is above it, a kind before none."""
    return sorted(
        rules, key=lambda rule: (-depth.get(rule.topic_code, 0), not rule.kind, rule.topic_code, rule.kind)
    )


def months_before(at: datetime, months: int) -> datetime:
    """Return the same day so many months earlier, or the last of that month."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))
