"""Hiding who somebody is: in fields, and in free text, Chinese and English.

Free text is looked at through a copy of the same length, with full-width signs made half-width (and for long rows of
numerals with Chinese ones made digits), so that what is found lies at the same places in the text itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from answerable.contexts.parties.domain.addresses import homes_in
from answerable.contexts.parties.domain.names import names_in
from answerable.contexts.parties.domain.numbers import (
    RULES,
    card_is_sound,
    id_number_is_sound,
    may_hold_numbers,
)

__all__ = ["card_is_sound", "id_number_is_sound", "mask_email", "mask_name", "mask_number", "mask_text"]

Span = tuple[int, int, str]

_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20}
_NUMERALS = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
# Eleven and more in a row are no amount but a number that was read out.
_READ_OUT = re.compile(r"[〇零一二三四五六七八九幺\d]{11,}")
_SHOWN_SIGNS = re.compile(r"[\dA-Za-z〇零一二三四五六七八九十百甲乙丙丁]")


def mask_name(name: str) -> str:
    """张三丰 → 张**; Anna Smith → A*** S***."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return " ".join(word[0] + "***" for word in name.split())
    return name[0] + "*" * (len(name) - 1)


def mask_number(number: str, *, head: int = 3, tail: int = 4) -> str:
    """Keep the first and last places: 19900001234 → 199****1234. Short ones lose all but the last two."""
    if len(number) <= head + tail:
        return "*" * max(0, len(number) - 2) + number[-2:]
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def mask_email(address: str) -> str:
    """wang.li@example.org → w***@example.org."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else mask_number(address)


def _hide_id(found: str) -> str:
    return mask_number(found, head=3, tail=2) if len(found) > 10 else mask_number(found, head=1, tail=2)


def _hide_plate(found: str) -> str:
    return found[:2] + "***" + found[-1]


def _hide_handle(found: str) -> str:
    return found[0] + "***"


def _hide_home(found: str) -> str:
    return _SHOWN_SIGNS.sub("*", found)


def _hide_found_email(found: str) -> str:
    return mask_email(found.replace("＠", "@"))


_HIDE: Mapping[str, Callable[[str], str]] = {
    "email": _hide_found_email,
    "id": _hide_id,
    "number": mask_number,
    "plate": _hide_plate,
    "handle": _hide_handle,
    "name": mask_name,
    "home": _hide_home,
}


_WHOLLY = "***"


def mask_text(text: str, *, wholly: bool = False) -> str:
    """Hide names, numbers and homes of persons in free text; everything else stays as it is.

    `wholly` leaves not even the surname and the last digits, by which whoever knows the street knows the person.
    """
    spans = spans_in(text)
    if not spans:
        return text
    shown, place = [], 0
    for start, end, kind in spans:
        shown += [text[place:start], _WHOLLY if wholly else _HIDE[kind](text[start:end])]
        place = end
    return "".join([*shown, text[place:]])


def spans_in(text: str) -> list[Span]:
    """Return what is to be hidden, in order and without overlap: start, end, kind."""
    plain = text if text.isascii() else text.translate(_HALF_WIDTH)
    found: list[Span] = []
    for span in _all(plain):
        if all(span[1] <= start or end <= span[0] for start, end, _ in found):
            found.append(span)
    return sorted(found)


def _all(plain: str) -> Iterator[Span]:
    """Yield everything found; what comes first has precedence where two overlap."""
    numbers = may_hold_numbers(plain)
    if numbers:
        plain = plain if plain.isascii() else _READ_OUT.sub(_as_digits, plain)
        for rule in RULES:
            for start, end in rule.spans(plain):
                yield start, end, rule.kind
    for start, end in names_in(plain):
        yield start, end, "name"
    if numbers:
        for start, end in homes_in(plain):
            yield start, end, "home"


def _as_digits(found: "re.Match[str]") -> str:
    return found[0].translate(_NUMERALS)
