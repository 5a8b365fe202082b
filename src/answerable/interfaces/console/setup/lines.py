"""Lists as people type them, one thing to a line, and as tables hold them, separated by `|`."""

from collections.abc import Iterable


def as_lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def from_lines(text: str) -> str:
    return "|".join(part for line in text.splitlines() if (part := line.strip()))
