"""The words of the shipped topics are enough to begin with.

A bureau without closed cases has only these words. The measure is a plain nearest-text search, so that it judges
the words and not a classifier. `voices.csv` holds what residents say, written by hand beside the topics: it
finds a topic whose words have been spoilt, but tells nothing about the precision in a real bureau.
"""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from answerable.kernel.tables import open_tables

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "src/answerable/contexts/organisation/setups/china-police"
FEATURES: dict[str, dict[str, Any]] = {
    "zh": {"analyzer": "char_wb", "ngram_range": (1, 3)},
    "en": {"ngram_range": (1, 2), "stop_words": "english"},
}


def voices(language: str) -> list[tuple[str, str]]:
    with (HERE / "voices.csv").open(encoding="utf-8", newline="") as file:
        return [(row["topic"], row["text"]) for row in csv.DictReader(file) if row["language"] == language]


def nearest(language: str, texts: list[str]) -> list[list[str]]:
    """Return the three topics whose words are nearest to each text, the nearest first."""
    table = open_tables(FOLDER).get("topics")
    assert table is not None
    leaves = [row for row in table.rows if row["parent"]]
    columns = [f"{name}_{language}" for name in ("name", "description", "terms", "terms")]
    documents = [" ".join(row[column].replace("|", " ") for column in columns) for row in leaves]
    vectors = TfidfVectorizer(sublinear_tf=True, **FEATURES[language])
    known = vectors.fit_transform(documents)
    likeness = (vectors.transform(texts) @ known.T).toarray()
    return [[leaves[i]["code"] for i in np.argsort(-row)[:3]] for row in likeness]


@pytest.mark.parametrize("language", FEATURES)
def test_what_residents_say_is_found_by_the_words_of_its_topic(language: str) -> None:
    said = voices(language)
    found = nearest(language, [text for _, text in said])
    first = np.mean([topics[0] == topic for (topic, _), topics in zip(said, found, strict=True)])
    among = np.mean([topic in topics for (topic, _), topics in zip(said, found, strict=True)])
    assert first >= 0.85
    assert among >= 0.95


def test_every_topic_has_a_voice() -> None:
    table = open_tables(FOLDER).get("topics")
    assert table is not None
    assert {topic for topic, _ in voices("zh")} == {row["code"] for row in table.rows if row["parent"]}
