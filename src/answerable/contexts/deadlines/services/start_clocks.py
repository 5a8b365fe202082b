"""Start clocks for many subjects at once."""

from collections.abc import Sequence
from datetime import datetime

from answerable.contexts.deadlines.enums import ClockKind
from answerable.contexts.deadlines.services.apply_clocks import apply_clocks
from answerable.contexts.deadlines.services.clock_bench import ClockStart


def start_clocks(starts: Sequence[ClockStart]) -> dict[tuple[str, ClockKind], datetime]:
    """Start each clock for which there is a rule, and return what is due when.

    A clock that was started already for its subject stays as it is: starting twice is harmless.
    """
    dues = apply_clocks(starts)
    return {
        (start.subject, clock): at
        for start, due in zip(starts, dues, strict=True)
        for clock, at in due.items()
    }
