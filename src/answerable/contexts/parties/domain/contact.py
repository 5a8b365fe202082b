"""How somebody can be reached, and how what they typed is brought into one form."""

import re
import unicodedata
from dataclasses import dataclass, field

_NOT_DIGITS = re.compile(r"[^\d+]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class SafeContact:
    """When and how it is safe to reach somebody. Hours are local, `from_hour` ≤ h < `to_hour`."""

    no_call: bool = False
    no_sms: bool = False
    from_hour: int = 8
    to_hour: int = 21
    # Whether the other address may be tried when the chosen one fails: a household may share it.
    other_way: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """What a person tells of themselves; everything may be empty. `channel` is how they wish to be answered."""

    name: str = ""
    phone: str = ""
    email: str = ""
    id_number: str = ""
    address: str = ""
    channel: str = ""
    language: str = "zh"
    enterprise: bool = False
    safe: SafeContact = field(default_factory=SafeContact)

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.email or self.id_number or self.address)


def normal_phone(text: str) -> str:
    """Return the digits of a number: half-width, without +86 and separators; empty if there are too few."""
    digits = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    digits = digits.replace("+", "")
    if len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
    return digits if 5 <= len(digits) <= 15 else ""


def normal_email(text: str) -> str:
    """Return an address in lower case; empty if it is none."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return folded if _EMAIL.fullmatch(folded) else ""


def normal_id_number(text: str) -> str:
    """Return an identity number without spaces, its check letter in upper case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
