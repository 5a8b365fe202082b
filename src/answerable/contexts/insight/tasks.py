"""Jobs of insight."""

import structlog
from procrastinate.contrib.django import app

from answerable.contexts.insight.services.climb_warnings import climb_warnings
from answerable.contexts.insight.services.count_weeks import count_weeks
from answerable.contexts.insight.services.judge_week import judge_week
from answerable.kernel import row_security
from answerable.kernel.clock import now

log = structlog.get_logger(__name__)


# Every day, so that a Monday on which nothing ran is made up for.
@app.periodic(cron="23 5 * * *")
@app.task(name="insight.watch", queue="upkeep", queueing_lock="insight.watch")
@row_security.as_system("insight.watch")
def watch(timestamp: int) -> None:
    """Count the weeks that are over, judge the newest, and let warnings climb at which nobody has looked."""
    at = now()
    raised = judge_week(week=count_weeks(at=at), at=at)
    climb_warnings(at=at)
    log.info("insight.watched", count=len(raised))
