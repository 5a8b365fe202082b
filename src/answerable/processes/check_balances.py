"""Every night: does what each channel brought in yesterday add up to what became of it?"""

from datetime import date, timedelta

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from answerable.contexts.intake import api as intake
from answerable.kernel import row_security
from answerable.kernel.clock import now

log = structlog.get_logger(__name__)


def check_balances(day: date) -> list[str]:
    """Return the channels whose balance of a day does not hold, and say so in the log for whoever runs this."""
    broken = [channel for channel, balance in intake.balances(day).items() if not balance.holds]
    for channel in broken:
        log.error("intake.balance_broken", channel=channel)
    return broken


@app.periodic(cron="10 1 * * *")
@app.task(name="processes.check_balances", queue="upkeep", queueing_lock="processes.check_balances")
@row_security.as_system("processes.check_balances")
def check_yesterday(timestamp: int) -> None:
    check_balances(timezone.localdate(now()) - timedelta(days=1))
