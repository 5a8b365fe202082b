"""Jobs of messaging."""

from procrastinate.contrib.django import app

from answerable.contexts.messaging.services.forget import CHUNK, forget_notices, forget_texts
from answerable.contexts.messaging.services.note_reports import forget_calls
from answerable.kernel import row_security
from answerable.kernel.clock import now


@app.periodic(cron="43 3 * * *")
@app.task(name="messaging.forget", queue="upkeep", queueing_lock="messaging.forget")
@row_security.as_system("messaging.forget")
def forget(timestamp: int) -> None:
    """Forget old texts and notices."""
    for one in (forget_texts, forget_notices):
        while one(at=now()) == CHUNK:
            continue
    forget_calls(at=now())
