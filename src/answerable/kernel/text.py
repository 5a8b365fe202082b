"""What is done to every text that comes in: stored as said, matched as meant."""

import re
import unicodedata
from itertools import pairwise

# NUL can't be stored; other control characters except tab and newline carry nothing that a person said.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Bidi and zero-width characters can make a text read differently from what it is (SECURITY, T27).
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+")
_WORD = re.compile(r"[0-9a-z]+")


def clean(text: str) -> str:
    """Return the text to store: NFC, one kind of newline, no control or invisible characters."""
    if not text:
        return text
    if text.isprintable() and text.isascii():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", INVISIBLE.sub("", _CONTROLS.sub("", text))).strip()


def match_key(text: str) -> str:
    """Return the text for comparison: NFKC, case-folded, white space removed."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).casefold().split())


def grams(text: str) -> list[str]:
    """Split into what full-text search stores: Chinese characters and pairs, Latin words, numbers.

    Chinese is written without spaces; pairs find every word of two or more characters without a dictionary.
    """
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    found = set(_WORD.findall(folded))
    for run in _CJK.findall(folded):
        found.update(run)
        found.update(map("".join, pairwise(run)))
    return sorted(found)


def query_grams(text: str) -> list[str]:
    """Split a search query likewise, but keep only the pairs of a Chinese run that has any."""
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    found = set(_WORD.findall(folded))
    for run in _CJK.findall(folded):
        found.update([run] if len(run) == 1 else (run[i : i + 2] for i in range(len(run) - 1)))
    return sorted(found)
