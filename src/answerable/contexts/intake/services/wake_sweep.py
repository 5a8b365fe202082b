"""Wake the sweep, a few times a second at most.

A NOTIFY in the receiving statement would make all commits wait for one another. So the job is written after the commit,
and not again within a quarter of a second: the job goes on looking for half a second after it has found nothing, which
covers whatever came in between. A job every minute covers a process that was killed in between.
"""

import time

import structlog
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from answerable.kernel.jobs import within_transaction

log = structlog.get_logger(__name__)

TASK = "processes.sweep_submissions"
EVERY_SECONDS = 0.25

_last = float("-inf")


def wake_sweep() -> None:
    """Have the waiting submissions swept soon after the surrounding transaction."""
    if not connection.in_atomic_block and _covered():
        return
    transaction.on_commit(_wake)


def _covered() -> bool:
    return time.monotonic() - _last < EVERY_SECONDS


def _wake() -> None:
    global _last
    if _covered():
        return
    _last = time.monotonic()
    try:
        with transaction.atomic():
            within_transaction(app.configure_task(TASK, queueing_lock=TASK, queue="sweep")).defer()
    except AlreadyEnqueued:
        return
    except DatabaseError as error:
        # The receipt stands; the job of the next minute finds it.
        log.warning("sweep.not_woken", error=type(error).__name__)
