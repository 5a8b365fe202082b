"""Jobs of files."""

from procrastinate.contrib.django import app

from answerable.contexts.files.services.retire_orphans import CHUNK, retire_orphans
from answerable.contexts.files.services.scan_waiting import scan_waiting
from answerable.kernel import row_security
from answerable.kernel.clock import now


@app.periodic(cron="23 3 * * *")
@app.task(name="files.retire_orphans", queue="upkeep", queueing_lock="files.retire_orphans")
@row_security.as_system("files.retire_orphans")
def retire(timestamp: int) -> None:
    """Remove uploads that nobody has taken."""
    while retire_orphans(at=now()) == CHUNK:
        continue


@app.periodic(cron="*/5 * * * *")
@app.task(name="files.scan_waiting", queue="upkeep", queueing_lock="files.scan_waiting")
@row_security.as_system("files.scan_waiting")
def scan(timestamp: int) -> None:
    """Have scanned what came while the scanner was away."""
    scan_waiting(at=now())
