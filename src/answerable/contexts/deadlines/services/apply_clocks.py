"""Start, stop, pause, resume and extend many clocks in one go, in the order given."""

from collections.abc import Sequence

from django.db import transaction

from answerable.contexts.deadlines.services.clock_bench import ClockBench, ClockChange, ClockStart, Dues
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor

_SYSTEM = Actor.system("deadlines")


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
    if rows := ledger.all_rows(*(rows for _, rows in bench.told())):
        ledger.record(
            actor=_SYSTEM, code="deadlines.clocks.moved", at=max(change.at for change in changes), rows=rows
        )
    return dues
