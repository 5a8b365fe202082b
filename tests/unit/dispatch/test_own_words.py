"""A bureau without closed cases: the topics' own words, held against what residents would say (voices.csv)."""

import csv
from pathlib import Path

import numpy as np
import pytest

from answerable.contexts.cases.api import TopicView
from answerable.contexts.cases.enums import Kind, Sensitive
from answerable.contexts.dispatch.domain.classifier import Classifier
from answerable.contexts.dispatch.domain.own_words import examples, fit_own_words
from answerable.contexts.organisation.api import shipped_setup

VOICES = Path(__file__).parents[1] / "voices.csv"


def topic_of(row: dict[str, str]) -> TopicView:
    terms = [tuple(term for term in row[column].split("|") if term) for column in ("terms_zh", "terms_en")]
    return TopicView(
        row["code"],
        row["parent"],
        row["name_zh"],
        row["name_en"],
        row["description_zh"],
        row["description_en"],
        *terms,
        Kind(row["kind"]),
        Sensitive(row["sensitive"]),
    )


@pytest.fixture(scope="module")
def cold() -> Classifier:
    table = shipped_setup("china-police").get("topics")
    assert table is not None
    return fit_own_words(list(examples(topic_of(dict(row.cells)) for row in table.rows if row["parent"])))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_residents_say_is_found_without_any_training(cold: Classifier, language: str) -> None:
    with VOICES.open(encoding="utf-8", newline="") as file:
        said = [row for row in csv.DictReader(file) if row["language"] == language]
    guesses = cold.guess([row["text"] for row in said])
    first = np.array([guess.ranked[0][0] == row["topic"] for guess, row in zip(guesses, said, strict=True)])
    among = [row["topic"] in dict(guess.ranked) for guess, row in zip(guesses, said, strict=True)]
    sure = np.array([guess.sure for guess in guesses])
    assert first.mean() >= 0.88
    assert np.mean(among) >= 0.97
    # Untrained, it goes ahead with few, and with those rightly.
    assert 0.2 < sure.mean() < 0.6
    assert first[sure].mean() >= 0.98
