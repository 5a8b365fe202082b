"""Estimates of what residents think, with all that is not known about them.

Pure functions of NumPy arrays. The results of R's `survey` package are the reference
(`tests/contexts/review/test_against_r_survey.py`), except where R has none: docs/decisions/0504.
"""

from answerable.contexts.review.domain.estimates.association import (
    Paired,
    Test,
    independence,
    log_odds,
    no_change,
    paired,
)
from answerable.contexts.review.domain.estimates.bounds import Bounds, bounds_of, worst_case
from answerable.contexts.review.domain.estimates.design import Design, Lonely, Sampling
from answerable.contexts.review.domain.estimates.errors import (
    CannotEstimate,
    EmptyCell,
    LonelyStratum,
    NoSuchMargin,
)
from answerable.contexts.review.domain.estimates.estimate import (
    Estimate,
    Quantile,
    by_group,
    combine,
    covariance,
    design_effect,
    mean,
    quantile,
    ratio,
    standardised,
    total,
)
from answerable.contexts.review.domain.estimates.intervals import (
    Interval,
    Kind,
    agresti_coull,
    clopper_pearson,
    effective_n,
    interval_of,
    jeffreys,
    korn_graubard,
    newcombe,
    normal,
    student,
    wilson,
    wilson_effective,
)
from answerable.contexts.review.domain.estimates.publication import (
    LEAST_ANSWERS,
    Judgement,
    Reason,
    Verdict,
    decimals,
    judge,
)
from answerable.contexts.review.domain.estimates.recalls import TwoPhase
from answerable.contexts.review.domain.estimates.shrinkage import (
    Prior,
    Shrunk,
    cannot_be_told_apart,
    fit_prior,
    shrink,
)
from answerable.contexts.review.domain.estimates.weighting import (
    Cells,
    Distance,
    Margin,
    calibrate,
    kish,
    post_stratify,
    rake,
    response_cells,
    trim,
)

__all__ = [
    "LEAST_ANSWERS", "Bounds", "CannotEstimate", "Cells", "Design", "Distance", "EmptyCell", "Estimate",
    "Interval", "Judgement", "Kind", "Lonely", "LonelyStratum", "Margin", "NoSuchMargin", "Paired", "Prior",
    "Quantile", "Reason", "Sampling", "Shrunk", "Test", "TwoPhase", "Verdict", "agresti_coull", "bounds_of", "by_group",
    "calibrate", "cannot_be_told_apart", "clopper_pearson", "combine", "covariance", "decimals",
    "design_effect", "effective_n", "fit_prior", "independence", "interval_of", "jeffreys", "judge", "kish",
    "korn_graubard", "log_odds", "mean", "newcombe", "no_change", "normal", "paired", "post_stratify",
    "quantile", "rake", "ratio", "response_cells", "shrink", "standardised", "student",
    "total", "trim", "wilson", "wilson_effective", "worst_case",
]  # fmt: skip
