"""What an audit finds."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was written: the kind, where, and what was seen. Never anybody's words."""

    code: str
    where: str
    seen: str


@dataclass(slots=True)
class Report:
    """What an audit has gone through and found. `late` lines tell of a time long before they were logged."""

    lines: int = 0
    checkpoints: int = 0
    rows: int = 0
    waiting: int = 0
    erased: int = 0
    late: int = 0
    differences: list[Difference] = field(default_factory=list)
    hidden: int = 0

    # An emptied table differs in each of its rows; the first say it all.
    MOST: ClassVar[int] = 1000

    def tell(self, code: str, where: str, seen: str) -> None:
        if len(self.differences) < self.MOST:
            self.differences.append(Difference(code, where, seen))
        else:
            self.hidden += 1

    @property
    def sound(self) -> bool:
        return not self.differences
