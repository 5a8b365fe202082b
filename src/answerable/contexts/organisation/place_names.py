"""Names of places in free text: one pass of one compiled pattern, however many names there are."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SPACE = re.compile(r"\s+")
_LATIN = re.compile(r"[0-9a-z]")
_END = ""

_Trie = dict[str, "_Trie"]


def folded(text: str) -> str:
    """Return the text as names are compared: NFKC, case-folded, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class NameMatch:
    name: str
    start: int


class NameFinder:
    """Finds names in text, at each place the longest one, never inside a longer Latin word or number.

    The names are woven into a trie and that into one regular expression, so that the work grows with
    the text and not with the number of names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        words = sorted({folded(name).strip() for name in names} - {""})
        trie: _Trie = {}
        for word in words:
            node = trie
            for symbol in word:
                node = node.setdefault(symbol, {})
            node[_END] = {}
        self._pattern = re.compile(_pattern(trie)) if words else None

    def find(self, text: str) -> Iterator[NameMatch]:
        """Yield the names in the order in which the folded text has them, without overlaps."""
        if self._pattern is not None:
            for match in self._pattern.finditer(folded(text)):
                yield NameMatch(match.group(), match.start())


def _pattern(trie: _Trie) -> str:
    """Write the first symbols as alternatives; a Latin one must not follow a Latin one."""
    branches = []
    for symbol, node in trie.items():
        guard = "(?<![0-9a-z])" if _LATIN.match(symbol) else ""
        branches.append(guard + re.escape(symbol) + _tail(node, symbol))
    return "|".join(branches)


def _tail(node: Mapping[str, _Trie], last: str) -> str:
    # A name without branches is one run of text; recursion only at forks keeps the depth small.
    run = ""
    while len(node) == 1 and _END not in node:
        ((last, node),) = node.items()
        run += re.escape(last)
    longer = [re.escape(symbol) + _tail(child, symbol) for symbol, child in node.items() if symbol != _END]
    if _END not in node:
        return f"{run}(?:{'|'.join(longer)})"
    end = "(?![0-9a-z])" if _LATIN.match(last) else ""
    return run + (f"(?:{'|'.join([*longer, end])})" if longer else end)
