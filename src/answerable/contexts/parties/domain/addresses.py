"""Where somebody lives, in free text: the door, not the street. A street alone says where something happened."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_NUMBER = r"[\dA-Za-z〇零一二三四五六七八九十百甲乙丙丁]{1,5}"
_BIG = rf"{_NUMBER}\s?(?:-\s?{_NUMBER}\s?)?(?:号楼|栋|幢|座|号院|组团)"
_SMALL = rf"{_NUMBER}\s?(?:单元|门洞|梯)"
_DOOR = rf"{_NUMBER}\s?(?:室|户|房(?![屋子价东租管主型产])|号房|号铺)"
_LEVEL = rf"{_NUMBER}\s?(?:楼|层)"
_FLAT_NUMBER = r"\d{3,4}(?![\d元年个人次米])"
_HOUSE_NUMBER = rf"(?:{_NUMBER}\s?号[\s，,]?)?"
# From the house to the door: at least two of them, or a door behind a number of the street.
_HOUSEHOLD = re.compile(
    rf"{_HOUSE_NUMBER}{_BIG}[\s，,]?(?:{_SMALL}[\s，,]?)?(?:{_LEVEL}[\s，,]?)?(?:{_DOOR}|{_FLAT_NUMBER})"
    rf"|{_HOUSE_NUMBER}(?:{_BIG}[\s，,]?)?{_SMALL}[\s，,]?(?:{_LEVEL}[\s，,]?)?(?:{_DOOR}|{_FLAT_NUMBER})?"
    rf"|{_NUMBER}\s?号[\s，,]?(?:{_LEVEL}[\s，,]?)?{_DOOR}"
    r"|(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])"
)
# Behind a word that says so, the number of the street is where somebody lives.
_LIVES_IN = (
    "家住|现住|住在|住址|家庭地址|居住地址|户籍地址?|户籍所在地|收货地址|联系地址|通讯地址"
    "|暂住|我家在|租住|租房在|地址"
)
_LIVES = re.compile(
    rf"(?:{_LIVES_IN})[：:是为在于\s]{{0,3}}[^，,。；;！!？?\n\d]{{0,30}}?"
    r"((?:\d|[一二三四五六七八九十百]){1,5}\s?(?:号|组|队)(?!线)[^，,。；;！!？?\n]{0,12}?(?=[，,。；;！!？?\s\n]|$|的))"
)
_WAYS = "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Way|Terrace|Square"
_HOUSE = r"(\d{1,5}[A-Z]?) (?:[NSEW]\.? )?"
_STREET = rf"(?:[A-Z][a-z]+\.? ){{1,3}}(?:{_WAYS})\b\.?"
_FLAT = r"(?:Apt|Apartment|Unit|Flat|Room|Suite|Rm)\.? ?#?[A-Z]?\d+[A-Z]?\b"
_LIVES_ENGLISH = (
    r"[Ll]ives? (?:at|in)|[Ll]iving at|[Rr]esid(?:e|es|ing) at|[Aa]ddress(?: is)?:?"
    r"|(?:home|flat|house|apartment)(?: is)? at"
)
_ENGLISH = (
    re.compile(rf"\b{_HOUSE}{_STREET}(?=,? (?:{_FLAT}|#\d))"),
    re.compile(rf"\b({_FLAT})"),
    re.compile(rf"\b(?:{_LIVES_ENGLISH}) {_HOUSE}{_STREET}"),
)


def homes_in(text: str) -> Iterator[Span]:
    """Yield the spans that lead to a door."""
    if text.isascii():
        for pattern in _ENGLISH:
            for found in pattern.finditer(text):
                yield found.span(1)
        return
    for found in _HOUSEHOLD.finditer(text):
        if found.end() > found.start():
            yield found.span()
    for found in _LIVES.finditer(text):
        yield found.span(1)
