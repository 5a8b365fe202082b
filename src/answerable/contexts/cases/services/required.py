"""Texts without which an act means nothing."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean

MAX_TEXT = 20_000


def required(field: str, text: str) -> str:
    """Return the cleaned text.

    Raises:
        Invalid: nothing is left of it, or it is longer than 20,000 characters.
    """
    cleaned = clean(text)
    if not cleaned:
        raise Invalid([Fault(field, _("Please write something here."))])
    if len(cleaned) > MAX_TEXT:
        raise Invalid([Fault(field, _("This is longer than 20,000 characters. Please shorten it."))])
    return cleaned
