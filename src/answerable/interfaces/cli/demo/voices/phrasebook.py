"""The phrases, as they stand in the TOML files: one file for each first-level topic, one table for each topic in it.

A phrase may hold `{slots}`, filled from the topic's own lists or from the scene, and `[one|other]` choices. In a
topic, `title`, `fact` and `answer` are what is said; `weight` is how often; every other list is a slot. What begins
with `en_` is said in English.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Phrases = Mapping[str, Sequence[str]]

SAID = ("title", "fact", "answer", "en_title", "en_fact")


@dataclass(frozen=True, slots=True)
class TopicTexts:
    """What is said about one topic."""

    code: str
    weight: float
    said: Phrases
    slots: Phrases

    def speaks(self, language: str) -> bool:
        return language == "zh" or bool(self.said.get("en_fact"))


@cache
def topics() -> Mapping[str, TopicTexts]:
    """Return the texts of every topic by its code."""
    found = {}
    for file in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml") and file.name != "phrases.toml":
            parent = file.name.removesuffix(".toml")
            for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[f"{parent}.{name}"] = _topic(f"{parent}.{name}", table)
    return found


@cache
def common(language: str) -> Phrases:
    """Return the phrases that fit any topic."""
    raw = tomllib.loads((files(__package__) / "phrases.toml").read_text(encoding="utf-8"))
    return {name: _lines(text) for name, text in raw[language].items()}


def _topic(code: str, table: Mapping[str, object]) -> TopicTexts:
    lists = {name: _lines(text) for name, text in table.items() if isinstance(text, str)}
    weight = table.get("weight", 1)
    assert isinstance(weight, int | float)
    return TopicTexts(
        code=code,
        weight=float(weight),
        said={name: lists[name] for name in SAID if name in lists},
        slots={name: lines for name, lines in lists.items() if name not in SAID},
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
