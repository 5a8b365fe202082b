"""Who speaks: people called "somebody", with numbers that ring nowhere."""

from dataclasses import dataclass
from random import Random

from answerable.contexts.parties import api as parties
from answerable.interfaces.cli.demo.city.names import STEMS, SURNAMES

CHANNELS = {
    "hotline": 34,
    "hotline_12345": 17,
    "wechat": 14,
    "web": 12,
    "police_call": 8,
    "counter": 5,
    "sms": 4,
    "email": 2,
    "hotline_12389": 1.5,
    "microblog": 1,
    "forum": 1,
    "visit": 0.5,
}
BY_VOICE = {"hotline", "hotline_12345", "police_call", "counter", "visit", "hotline_12389"}
ENGLISH_NAMES = ("Ann Example", "Ben Example", "Cora Example", "Dan Example", "Eve Example", "Finn Example")


@dataclass(frozen=True, slots=True)
class Residents:
    """Draws who speaks; some have spoken before."""

    number: int

    def one(self, random: Random, language: str, channel: str, address: str) -> parties.Contact | None:
        """Return how somebody can be reached, or None for somebody who does not say."""
        if channel in ("web", "microblog", "forum") and random.random() < 0.25:
            return None
        own = Random(random.randrange(self.number))
        name = _name(own, language)
        phone = f"100{own.randrange(10**8):08d}"
        if channel == "email":
            return parties.Contact(name=name, email=f"resident{phone[3:]}@example.org", language=language)
        return parties.Contact(
            name=name,
            phone=phone,
            email=f"resident{phone[3:]}@example.org" if own.random() < 0.2 else "",
            # An identity number whose check digit is wrong: nobody's.
            id_number=_no_number(own) if own.random() < 0.05 else "",
            address=address if random.random() < 0.3 else "",
            channel="sms" if channel in BY_VOICE or random.random() < 0.7 else "email",
            language=language,
        )


def _name(random: Random, language: str) -> str:
    if language == "en":
        return random.choice(ENGLISH_NAMES)
    return f"{random.choice(SURNAMES)}某{random.choice(STEMS)}"


def _no_number(random: Random) -> str:
    """Return eighteen digits of a division that does not exist, with a wrong check digit (GB 11643)."""
    born = f"{random.randint(1955, 2004)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    digits = f"990100{born}{random.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    right = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
    return digits + ("3" if right != "3" else "4")
