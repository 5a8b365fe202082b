"""Jobs of intake."""

from procrastinate.contrib.django import app

from answerable.contexts.intake.services.forget_notes import forget_notes
from answerable.kernel import row_security
from answerable.kernel.clock import now


@app.periodic(cron="53 3 * * *")
@app.task(name="intake.forget_notes", queue="upkeep", queueing_lock="intake.forget_notes")
@row_security.as_system("intake.forget_notes")
def forget(timestamp: int) -> None:
    """Blank old hand-over notes."""
    forget_notes(at=now())
