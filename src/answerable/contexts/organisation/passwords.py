"""What a password must be (OWASP ASVS 6.2): long, not common, not the bureau's own words. Nothing else is asked."""

from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import match_key

LONGEST = 200


def require_good(password: str, username: str) -> None:
    """Refuse a password that others would guess.

    Raises:
        Invalid: with every fault, at `password`.
    """
    faults = [Fault("password", sentence) for sentence in _django_faults(password)]
    if len(password) > LONGEST:
        faults.append(Fault("password", _("A password has at most 200 characters.")))
    if _holds_known_words(password, username):
        faults.append(Fault("password", _("Leave out your user name and the name of the bureau.")))
    if faults:
        raise Invalid(faults)


def _django_faults(password: str) -> list[str]:
    try:
        validate_password(password[: LONGEST + 1])
    except ValidationError as error:
        return list(error.messages)
    return []


def _holds_known_words(password: str, username: str) -> bool:
    options = settings.OPTIONS
    words = {match_key(word) for word in (username, options.bureau_name_zh, options.bureau_name_en)}
    typed = match_key(password)
    return any(word in typed for word in words if len(word) >= 3)


def matches(password: str, encoded: str | None) -> bool:
    """Tell whether a password is the one; without one to compare with, no, at the same cost."""
    sound = len(password) <= LONGEST
    return check_password(password if sound else "", encoded or _nobodys()) and sound and bool(encoded)


@cache
def _nobodys() -> str:
    return make_password("nobody has this password")
