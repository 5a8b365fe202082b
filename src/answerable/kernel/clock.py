"""The one place where the clock is read. Only edges (views, commands, job entries) call it."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return datetime.now(UTC)
