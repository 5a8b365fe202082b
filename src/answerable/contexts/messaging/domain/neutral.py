"""Texts that may leave the house unasked: they name nothing of a case (SECURITY, T17, T28)."""

import re
from collections.abc import Iterable, Mapping

# A link that opens one rating, and a date: all that a template may ask for.
ALLOWED = frozenset({"link", "due"})
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def is_neutral(body: str) -> bool:
    """Tell whether a template asks for nothing but what is allowed."""
    return set(_PLACEHOLDER.findall(body)) <= ALLOWED and "{{" not in _PLACEHOLDER.sub("", body)


def neutral_body(bodies: Iterable[str], facts: Mapping[str, str]) -> str | None:
    """Return the first of the templates that is neutral and can be filled in with these facts; None if none can."""
    for body in bodies:
        if is_neutral(body) and facts.keys() >= set(_PLACEHOLDER.findall(body)):
            return _PLACEHOLDER.sub(lambda match: facts[match[1]], body)
    return None
