"""What a bureau without a single closed case can learn from: the names, descriptions and terms of its topics.

Measured on sentences that residents would say (tests/unit/voices.csv) and on real messages; see ADR 0301.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from answerable.contexts.cases.api import TopicView
from answerable.contexts.dispatch.domain.calibration import Calibration
from answerable.contexts.dispatch.domain.classifier import Classifier
from answerable.contexts.dispatch.domain.ngrams import read
from answerable.contexts.dispatch.domain.training import Example, fit
from answerable.contexts.dispatch.errors import TooFewExamples

COST = 1.0
# There are no voices to calibrate on: these come from the sentences of voices.csv, with a margin.
SCALE, THRESHOLD = 6.0, 0.995


def examples(topics: Iterable[TopicView]) -> Iterator[Example]:
    """Yield each topic's texts in both languages: what it is, all its terms together, and each term alone."""
    for topic in topics:
        for name, description, terms in (
            (topic.name_zh, topic.description_zh, topic.terms_zh),
            (topic.name_en, topic.description_en, topic.terms_en),
        ):
            texts = (f"{name} {description}", " ".join((name, *terms)), *terms)
            yield from (Example(text, topic.code, own=True) for text in texts if text.strip())


def fit_own_words(texts: Sequence[Example]) -> Classifier:
    """Fit a classifier on the topics' own texts alone.

    Raises:
        TooFewExamples: there are not two topics with words.
    """
    labels = tuple(sorted({text.label for text in texts}))
    if len(labels) < 2:
        raise TooFewExamples(topics=len(labels))
    number = {label: n for n, label in enumerate(labels)}
    classifier = fit(
        [read(text.text) for text in texts],
        np.array([number[text.label] for text in texts]),
        np.ones(len(texts)),
        labels,
        cost=COST,
    )
    calibration = Calibration(SCALE, np.zeros(len(labels)))
    return replace(classifier, calibration=calibration, threshold=THRESHOLD)
