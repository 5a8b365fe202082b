"""A reference as it is read out on the telephone, symbol by symbol.

Crockford's alphabet has no I, L, O and U, so that every symbol is heard as one thing only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

DIGITS_ZH = "零一二三四五六七八九"
DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WORDS_ZH: Mapping[str, str] = {
    "A": "安徽的A",
    "B": "北京的B",
    "C": "长江的C",
    "D": "大连的D",
    "E": "恩施的E",
    "F": "福建的F",
    "G": "广州的G",
    "H": "黄河的H",
    "J": "江苏的J",
    "K": "昆明的K",
    "M": "明天的M",
    "N": "南京的N",
    "P": "平安的P",
    "Q": "青岛的Q",
    "R": "人民的R",
    "S": "上海的S",
    "T": "天津的T",
    "V": "胜利的V",
    "W": "武汉的W",
    "X": "西安的X",
    "Y": "云南的Y",
    "Z": "郑州的Z",
}
WORDS_EN: Mapping[str, str] = {
    "A": "Alfa",
    "B": "Bravo",
    "C": "Charlie",
    "D": "Delta",
    "E": "Echo",
    "F": "Foxtrot",
    "G": "Golf",
    "H": "Hotel",
    "J": "Juliett",
    "K": "Kilo",
    "M": "Mike",
    "N": "November",
    "P": "Papa",
    "Q": "Quebec",
    "R": "Romeo",
    "S": "Sierra",
    "T": "Tango",
    "V": "Victor",
    "W": "Whiskey",
    "X": "X-ray",
    "Y": "Yankee",
    "Z": "Zulu",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    symbol: str
    word: str


def spell(text: str, language: str) -> list[list[Spoken]]:
    """Return the groups between the dashes, each symbol with the word that is said for it."""
    chinese = language.startswith("zh")
    return [[Spoken(symbol, _word(symbol, chinese=chinese)) for symbol in group] for group in text.split("-")]


def _word(symbol: str, *, chinese: bool) -> str:
    if symbol.isdigit():
        return DIGITS_ZH[int(symbol)] if chinese else DIGITS_EN[int(symbol)]
    return (WORDS_ZH if chinese else WORDS_EN)[symbol]
