"""Start, stop, pause, resume and extend many clocks in one go, in the order given."""

from collections.abc import Sequence

from django.db import transaction

from answerable.contexts.deadlines.services.clock_bench import ClockBench, ClockChange, ClockStart, Dues


@transaction.atomic
def apply_clocks(changes: Sequence[ClockStart | ClockChange]) -> list[Dues]:
    """Apply the changes and return for each what is due when afterwards.

    A start without a rule, or of a clock that has been started already, is left out of its result.

    Raises:
        ClockNotRunning: an extension of a clock that is stopped or unknown.
        ExtensionRefused: the date is not later, or beyond what the rule allows.
    """
    bench = ClockBench({change.subject for change in changes})
    dues = [
        bench.start(change) if isinstance(change, ClockStart) else bench.change(change) for change in changes
    ]
    bench.write()
    return dues
