"""Jobs of the portal."""

from procrastinate.contrib.django import app

from answerable.interfaces.portal import drafts
from answerable.kernel import clock, row_security


@app.periodic(cron="7 * * * *")
@app.task(name="portal.retire_drafts", queue="upkeep", queueing_lock="retire_drafts")
@row_security.as_system("portal.retire_drafts")
def retire_drafts(timestamp: int) -> None:
    """Remove drafts a day after they were last touched."""
    drafts.retire_drafts(at=clock.now())
