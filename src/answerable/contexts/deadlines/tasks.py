"""Jobs of deadlines."""

from procrastinate.contrib.django import app

from answerable.contexts.deadlines.services.warn_due_clocks import CHUNK, warn_due_clocks
from answerable.kernel import row_security
from answerable.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="deadlines.warn", queue="deadlines", queueing_lock="deadlines.warn")
@row_security.as_system("deadlines.warn")
def warn(timestamp: int) -> None:
    """Tell of every clock whose next warning has come."""
    while warn_due_clocks(at=now()) == CHUNK:
        continue
