"""Jobs of the portal."""

from procrastinate.contrib.django import app

from answerable.interfaces.portal import bells, drafts
from answerable.kernel import clock, row_security


@app.periodic(cron="7 * * * *")
@app.task(name="portal.retire_drafts", queue="upkeep", queueing_lock="retire_drafts")
@row_security.as_system("portal.retire_drafts")
def retire_drafts(timestamp: int) -> None:
    """Remove drafts a day after they were last touched."""
    drafts.retire_drafts(at=clock.now())


@app.periodic(cron="5 * * * *")
@app.task(name="portal.publish_bells", queue="upkeep", queueing_lock="publish_bells")
@row_security.as_system("portal.publish_bells")
def publish_bells(timestamp: int) -> None:
    """Write the pages of marks that are due."""
    bells.publish_pages(at=clock.now())
