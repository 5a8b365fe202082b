"""Which shares may be shown, and with how many digits.

Rule: Parker et al. (2017), NCHS Vital and Health Statistics 2(175).
"""

from dataclasses import dataclass
from enum import StrEnum

from answerable.contexts.review.domain.estimates.estimate import Estimate
from answerable.contexts.review.domain.estimates.intervals import LEVEL, effective_n, korn_graubard

LEAST_ANSWERS = 30
WIDEST = 0.30
NARROW = 0.05
MOST_RELATIVE = 1.30


class Verdict(StrEnum):
    SHOWN = "shown"
    FLAGGED = "flagged"
    HIDDEN = "hidden"


class Reason(StrEnum):
    FEW = "few"
    """Fewer than 30 answers, or not worth as many."""
    WIDE = "wide"
    """The interval is wider than 30 points."""
    RELATIVE = "relative"
    """The interval is wider than 130 % of the share (or of what is missing to 100 %)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    reason: Reason | None = None


def judge(estimate: Estimate, level: float = LEVEL) -> Judgement:
    """Say whether a share may be published: hidden, shown with a warning, or shown."""
    if estimate.n < LEAST_ANSWERS or effective_n(estimate, level) < LEAST_ANSWERS:
        return Judgement(Verdict.HIDDEN, Reason.FEW)
    width = korn_graubard(estimate, level).width
    if width > WIDEST:
        return Judgement(Verdict.HIDDEN, Reason.WIDE)
    smaller = min(estimate.value, 1 - estimate.value)
    if width > NARROW and width > MOST_RELATIVE * smaller:
        return Judgement(Verdict.FLAGGED, Reason.RELATIVE)
    return Judgement(Verdict.SHOWN)


def decimals(width: float) -> int:
    """Return how many decimals of a percentage an interval of this width (0 to 1) supports."""
    return 1 if width < 0.01 else 0
