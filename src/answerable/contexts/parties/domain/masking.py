"""Hiding who somebody is: in fields, and in free text.

Numbers are recognised by their form; bank cards also by their check digit (ISO/IEC 7812), so that an order number or an
amount is not taken for one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_ID_NUMBER = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_CARD = re.compile(r"(?<![\d])(?:\d[ -]?){15,18}\d(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])(?![A-Z0-9])"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def id_number_is_sound(number: str) -> bool:
    """Whether the last place is the check digit of the 17 before (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == number[17]


def card_is_sound(number: str) -> bool:
    """Whether the digits fulfil the Luhn formula (ISO/IEC 7812-1)."""
    digits = [int(symbol) for symbol in number if symbol.isdigit()]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2]]
    return len(digits) >= 15 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


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


def mask_text(text: str) -> str:
    """Hide the numbers and addresses of persons in free text; everything else stays as it is."""
    for rule in _RULES:
        text = rule.apply(text)
    return text


def _always(_: str) -> bool:
    return True


def _hide_id(found: str) -> str:
    return mask_number(found, head=3, tail=2)


def _hide_plate(found: str) -> str:
    return found[:2] + "***" + found[-1]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    hide: Callable[[str], str]
    sound: Callable[[str], bool] = _always

    def apply(self, text: str) -> str:
        return self.pattern.sub(self._hidden, text)

    def _hidden(self, match: re.Match[str]) -> str:
        return self.hide(match[0]) if self.sound(match[0]) else match[0]


_RULES = (
    _Rule(_EMAIL, mask_email),
    # What has the form of an identity number is one, even mistyped: its check digit is not asked.
    _Rule(_ID_NUMBER, _hide_id),
    _Rule(_CARD, mask_number, card_is_sound),
    _Rule(_MOBILE, mask_number),
    _Rule(_LANDLINE, mask_number),
    _Rule(_PLATE, _hide_plate),
)
