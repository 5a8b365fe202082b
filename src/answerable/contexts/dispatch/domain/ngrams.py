"""Texts as n-grams of symbols, and a vocabulary of those that were seen in training.

A symbol is a Chinese character, a Latin word (its ending cut off), or a number; a long number is only "a number", so
that no telephone or identity number can become a feature. Runs of up to `ORDER` symbols are the features: parts of
words and words for Chinese, words and phrases for English, without a dictionary and without a tokeniser to load.

Everything runs over a whole batch at once, as arrays: a symbol is a 16-bit number and an n-gram the 64-bit number of
its symbols, so that counting is sorting.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy import sparse

ORDER = 2
MAX_SYMBOLS = 65_535
MAX_CHARACTERS = 20_000
# What an n-gram that is spread evenly over all topics is still worth.
PLAIN = 0.3
# How much the title counts beside the whole text; a first line longer than that is no title.
TITLE = 0.5
LONGEST_TITLE = 60
_BITS = np.uint64(16)
_SYMBOL = re.compile(r"[a-z]+|[0-9]+|[㐀-䶿一-鿿]")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s)$")
_LONG_NUMBER = 5

Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as its words (folded, as they are written), the first `head` of which are its title."""

    words: list[str]
    head: int = 0


def read(text: str) -> Reading:
    """Split a text into words; a short first line is its title."""
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).casefold()
    first, newline, rest = folded.partition("\n")
    title = _SYMBOL.findall(first)
    head = len(title) if newline and len(title) <= LONGEST_TITLE else 0
    return Reading(title + _SYMBOL.findall(rest), head)


def symbol(word: str) -> str:
    """Return what a word counts as."""
    if len(word) == 1:
        return word
    if word[0] <= "9":
        return word if len(word) <= _LONG_NUMBER else "#"
    return _ENDING.sub("", word)


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of a batch. `owner` is the text of each, `start` its first symbol's place in the whole batch (each
    text takes a place more than it has symbols), `size` its number of symbols."""

    texts: int
    keys: Keys
    owner: Integers
    start: Integers
    size: npt.NDArray[np.int8]
    in_title: npt.NDArray[np.bool_]


def number_symbols(batch: Sequence[Reading], *, min_texts: int) -> dict[str, int]:
    """Number the symbols that at least `min_texts` texts have, from 1, the commonest first."""
    seen = Counter(chain.from_iterable({symbol(word) for word in text.words} for text in batch))
    common = [name for name, texts in seen.most_common(MAX_SYMBOLS) if texts >= min_texts]
    return {name: number for number, name in enumerate(common, 1)}


class _Numbers(dict[str, int]):
    """The numbers of words as they are written, worked out once each; 0 is unknown."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, word: str) -> int:
        number = self[word] = self._numbers.get(symbol(word), 0)
        return number


def find_grams(batch: Sequence[Reading], numbers: Mapping[str, int]) -> Grams:
    """Return all n-grams of known symbols. An unknown symbol interrupts, as the end of a text does."""
    lengths = [len(text.words) + 1 for text in batch]
    flat = np.zeros(sum(lengths), dtype=np.uint64)
    ends = np.cumsum(lengths)
    begins = ends - lengths
    number_of = _Numbers(numbers)
    for text, begin, end in zip(batch, begins, ends, strict=True):
        flat[begin : end - 1] = [number_of[word] for word in text.words]
    owner = np.repeat(np.arange(len(batch)), lengths)
    title_ends = begins + np.array([text.head for text in batch], dtype=np.int64)
    key, known = flat, flat > 0
    found = []
    for order in range(1, ORDER + 1):
        if order > 1:
            key = (key[:-1] << _BITS) | flat[order - 1 :]
            known = known[:-1] & (flat[order - 1 :] > 0)
        start = np.flatnonzero(known)
        found.append((key[start], start, np.full(len(start), order, dtype=np.int8)))
    start = np.concatenate([part[1] for part in found])
    size = np.concatenate([part[2] for part in found])
    return Grams(
        texts=len(batch),
        keys=np.concatenate([part[0] for part in found]),
        owner=owner[start],
        start=start,
        size=size,
        in_title=start + size <= title_ends[owner[start]],
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The n-grams of the training texts: their keys in order, and how much each tells."""

    numbers: Mapping[str, int]
    keys: Keys
    worth: npt.NDArray[np.float32]

    @classmethod
    def learn(cls, batch: Sequence[Reading], truth: Integers, *, min_texts: int) -> "Vocabulary":
        """Learn from texts and the number of the class of each.

        An n-gram is worth the more the fewer texts have it (idf), and the fewer classes these are of: the entropy
        of the classes, given the n-gram, from 1 (says nothing) to 0 (says all).
        """
        numbers = number_symbols(batch, min_texts=min_texts)
        grams = find_grams(batch, numbers)
        keys, column = np.unique(grams.keys, return_inverse=True)
        once = _count(grams.owner, column, (len(batch), len(keys)))
        owner = np.repeat(np.arange(len(batch)), np.diff(once.indptr))
        texts = np.bincount(once.indices, minlength=len(keys))
        kept = texts >= min_texts
        idf = np.log((1 + len(batch)) / (1 + texts)) + 1
        worth = idf * (PLAIN + 1 - _entropy(once.indices, truth[owner], truth, len(keys)))
        return cls(numbers, keys[kept], worth[kept].astype(np.float32))

    def columns(self, grams: Grams) -> Integers:
        """Return the column of each n-gram, -1 for one that is not in the vocabulary."""
        if not len(self.keys):
            return np.full(len(grams.keys), -1, dtype=np.int64)
        column = np.minimum(np.searchsorted(self.keys, grams.keys), len(self.keys) - 1)
        return np.where(self.keys[column] == grams.keys, column, -1)

    def weigh(self, grams: Grams, columns: Integers) -> sparse.csr_array:
        """Return the texts as rows of length 1: (1 + ln count) x worth, the title once more by itself."""
        known = columns >= 0
        rows = self._rows(grams, columns, known)
        title = self._rows(grams, columns, known & grams.in_title)
        return _unit(rows + TITLE * title)

    def _rows(self, grams: Grams, columns: Integers, taken: npt.NDArray[np.bool_]) -> sparse.csr_array:
        rows = _count(grams.owner[taken], columns[taken], (grams.texts, len(self.keys)))
        rows.data = (1 + np.log(rows.data)) * self.worth[rows.indices]
        return _unit(rows)

    def vectors(self, batch: Sequence[Reading]) -> sparse.csr_array:
        grams = find_grams(batch, self.numbers)
        return self.weigh(grams, self.columns(grams))


def _count(owner: Integers, column: Integers, shape: tuple[int, int]) -> sparse.csr_array:
    """Return how often each text has each n-gram."""
    # Liblinear wants 32-bit indices.
    place = (owner.astype(np.int32), column.astype(np.int32))
    rows = sparse.coo_array((np.ones(len(owner), dtype=np.float32), place), shape=shape).tocsr()
    rows.sum_duplicates()
    return rows


def _unit(rows: sparse.csr_array) -> sparse.csr_array:
    """Bring each row to length 1; an empty one stays empty."""
    owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    length = np.sqrt(np.bincount(owner, weights=rows.data**2, minlength=rows.shape[0]))
    rows.data = (rows.data / length[owner]).astype(np.float32)
    return rows


def _entropy(column: Integers, seen: Integers, truth: Integers, columns: int) -> npt.NDArray[np.float64]:
    """Return for each column how evenly it is spread over the classes, however many texts each class has."""
    sizes = np.bincount(truth)
    if len(sizes) < 2:
        return np.zeros(columns)
    counts = np.bincount(column * np.int64(len(sizes)) + seen, minlength=columns * len(sizes))
    shares = (counts.reshape(columns, len(sizes)) + 1.0) / (sizes + len(sizes))
    shares /= shares.sum(axis=1, keepdims=True)
    spread: npt.NDArray[np.float64] = -(shares * np.log(shares)).sum(axis=1) / np.log(len(sizes))
    return spread
