"""A share that says how sure it is."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
LEAST = 30


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`, with the 95 % interval of Wilson (1927), and what it could be if all the silent were asked.

    `low` and `high` speak of those who answered; `floor` and `ceiling` of all `asked`, whatever the silent think
    (Horowitz and Manski, 2000). A share of fewer than 30 answers is for the unit itself, not for publication.
    """

    count: int
    n: int
    asked: int
    value: float | None
    low: float
    high: float
    floor: float
    ceiling: float

    @property
    def may_be_published(self) -> bool:
        return self.n >= LEAST and self.high - self.low <= 0.30


def share(count: int, n: int, asked: int) -> Share:
    """Return the share of `count` among `n` answers to `asked` questions; 0 ≤ count ≤ n ≤ asked."""
    low, high = wilson(count, n)
    floor, ceiling = (count / asked, (count + asked - n) / asked) if asked else (0.0, 1.0)
    return Share(count, n, asked, count / n if n else None, low, high, floor, ceiling)


def wilson(count: int, n: int) -> tuple[float, float]:
    """Return the limits of the score interval; everything is possible without an answer."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = count / n, Z * Z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    return low, 1.0 if count == n else min(1.0, centre + half)
