"""Numbers of persons in free text, however they are spaced: telephones, identity cards, bank cards, plates, passports.

Numbers are recognised by their form; bank cards also by their check digit (ISO/IEC 7812), so that an order number or an
amount is not taken for one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]

# What people put between the digits of one number.
_GAP = r"[ \-–—]{0,2}"
_PROVINCES = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[1]|8[1-3])"


def _digits(count: str) -> str:
    return rf"(?:{_GAP}\d){{{count}}}"


_MONTH = rf"{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
_DAY = rf"{_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])"
_BIRTH = rf"{_GAP}(?:1{_GAP}9|2{_GAP}0){_digits('2')}{_MONTH}{_DAY}"
_ID_NUMBER = re.compile(rf"(?<!\d)[1-9]{_digits('5')}{_BIRTH}{_digits('3')}{_GAP}[\dXx](?!\d)")
_OLD_ID_NUMBER = re.compile(
    rf"(?<![\d-]){_PROVINCES}\d{{4}}\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}(?![\dXx-])"
)
_CARD = re.compile(rf"(?<!\d)[1-9]{_digits('15,18')}(?!\d)")
_NAMED_CARD = re.compile(
    r"(?:卡号|银行卡|账号|帐号|储蓄卡|信用卡|account (?:no|number)\.?)[：:是为\s尾]{0,3}(\d[\d \-]{10,24}\d)",
    re.IGNORECASE,
)
_MOBILE = re.compile(rf"(?<![\d.])(?:\+?{_GAP}8{_GAP}6{_GAP})?1{_GAP}[3-9]{_digits('9')}(?!\d)")
_LANDLINE = re.compile(
    r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3}(?=[- ]))[- ]{0,2}\d{7,8}(?!\d)|(?<!\d)0(?:10|2\d|[3-9]\d{2})\d{7,8}(?!\d)"
)
_NAMED_PHONE = re.compile(
    r"(?:电话|座机|固话|致电|手机号?码?|联系方式|号码|小灵通|[Pp]hone(?: number)?|[Tt]el|[Cc]all(?: me)?(?: at| on)?"
    r"|[Mm]obile|[Cc]ell)[：:.是为\s]{0,3}([+(]?\d[\d() \-]{5,18}\d)(?![\d年月日元-])"
)
_ABROAD = re.compile(
    r"(?<![\d+])(?:\+(?!86)\d{1,3}[ \-]?(?:\(?\d{1,4}\)?[ \-]?){2,4}\d{2,4}"
    r"|\(\d{3}\) ?\d{3}-\d{4}|(?<!-)\d{3}-\d{3}-\d{4})(?![\d-])"
)
_EMAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][ ]?[A-HJ-NP-Za-hj-np-z][·• .\-]?"
    r"(?:[DFdf][A-HJ-NP-Za-hj-np-z0-9]\d{4}|\d{5}[DFdf]|[A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳])(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP][ED]?\d{7}|[HM]\d{8}(?:\d{2})?|[CW]\d{8})(?![A-Za-z0-9])"
)
_NAMED_PASSPORT = re.compile(
    r"(?:护照号?码?|通行证号?码?|台胞证号?码?|居留证号?码?|[Pp]assport(?: no\.?| number)?)"
    r"[：:是为\s]{0,3}(?:is )?([A-Z]{0,2}\d{6,10})(?!\d)"
)
_HANDLE = re.compile(
    r"(?:微信号?|vx|VX|[Ww]e[Cc]hat(?: [Ii][Dd])?)[：:是为\s]{0,3}(?:is )?([A-Za-z][A-Za-z0-9_-]{4,19}|\d{6,11})"
    r"|(?<![A-Za-z0-9_])(wxid_[A-Za-z0-9]{6,20})|(?:[Qq]{2}号?码?|扣扣号?)[：:是为\s]{0,3}(?:is )?(\d{5,11})(?!\d)"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_TOUCHES = re.compile(r"[\d０-９@＠〇零一二三四五六七八九]")


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


def _always(_: str) -> bool:
    return True


def _is_phone(found: str) -> bool:
    """Short public numbers (110, 12345, 95588) and the toll-free ones are nobody's own."""
    digits = "".join(symbol for symbol in found if symbol.isdigit())
    return len(digits) >= 7 and not digits.startswith(("400", "800", "9555", "9588"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of number; `kind` says how it is hidden. What is found by a rule is not looked at by later ones."""

    kind: str
    pattern: re.Pattern[str]
    sound: Callable[[str], bool] = _always

    def spans(self, text: str) -> Iterator[Span]:
        for found in self.pattern.finditer(text):
            group = next((number for number in range(1, self.pattern.groups + 1) if found[number]), 0)
            if self.sound(found[group]):
                yield found.span(group)


RULES = (
    Rule("email", _EMAIL),
    # What has the form of an identity number is one, even mistyped: its check digit is not asked.
    Rule("id", _ID_NUMBER),
    Rule("number", _CARD, card_is_sound),
    Rule("number", _NAMED_CARD),
    Rule("number", _MOBILE),
    Rule("id", _OLD_ID_NUMBER),
    Rule("number", _LANDLINE),
    Rule("number", _NAMED_PHONE, _is_phone),
    Rule("number", _ABROAD),
    Rule("plate", _PLATE),
    Rule("id", _PASSPORT),
    Rule("id", _NAMED_PASSPORT),
    Rule("handle", _HANDLE),
)


def may_hold_numbers(text: str) -> bool:
    """Whether there is anything that the rules could find; most titles have nothing."""
    return _TOUCHES.search(text) is not None
