"""Cells that a spreadsheet would run as a formula (SECURITY, T26): disarmed on the way out, restored on the way in."""

_MARKS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def disarmed(text: str) -> str:
    """Return the cell so that a spreadsheet shows it and does nothing."""
    return f"'{text}" if text.startswith(_MARKS) else text


def restored(text: str) -> str:
    """Return what `disarmed` was given."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_MARKS) else text
