"""A share that says how sure it is."""

from dataclasses import dataclass

from answerable.contexts.review.domain.estimates.bounds import worst_case
from answerable.contexts.review.domain.estimates.intervals import wilson
from answerable.contexts.review.domain.estimates.publication import LEAST_ANSWERS, WIDEST


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
        return self.n >= LEAST_ANSWERS and self.high - self.low <= WIDEST


def share(count: int, n: int, asked: int) -> Share:
    """Return the share of `count` among `n` answers to `asked` questions; 0 ≤ count ≤ n ≤ asked."""
    limits, bounds = wilson(count, n), worst_case(count, n, asked)
    value = count / n if n else None
    return Share(count, n, asked, value, limits.low, limits.high, bounds.lower, bounds.upper)
