"""Jobs of the queue that belong to no context: delivering events, rescuing stalled jobs, sweeping old ones.

A job is a row written by the caller's transaction, so an act and its consequences stand or fall together.
"""

from functools import cache
from typing import Any

import structlog
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import JobDeferrer, Status
from procrastinate.manager import JobManager

from answerable.kernel import events, row_security

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5
STALLED_AFTER_SECONDS = 30
KEEP_FINISHED_HOURS = 72

# `max_attempts` counts retries, not runs.
RETRY = RetryStrategy(max_attempts=MAX_ATTEMPTS - 1, exponential_wait=4)


@app.task(name="kernel.deliver_events", queue="events", retry=RETRY)
@row_security.as_system("kernel.deliver_events")
def deliver_events(subscriber: str, raw: list[dict[str, object]]) -> None:
    """Hand a chunk of events to one `@afterwards` subscriber."""
    events.run_subscriber(subscriber, raw)


@cache
def _manager() -> JobManager:
    return JobManager(DjangoConnector(alias="default"))


def within_transaction(deferrer: JobDeferrer) -> JobDeferrer:
    """Have a job (`task.configure(…)`) written by Django's own connection, and so by the surrounding transaction.

    A worker gives the queue a connection of its own. What a job defers would go out on that one: before the job's
    transaction is committed, and even if it never is.
    """
    deferrer.job_manager = _manager()
    return deferrer


def defer_subscriber(subscriber: str, chunks: list[list[Any]]) -> None:
    """Write one job for each chunk, in the surrounding transaction."""
    payloads: list[dict[str, Any]] = [{"subscriber": subscriber, "raw": chunk} for chunk in chunks]
    within_transaction(deliver_events.configure()).batch_defer(*payloads)


@app.periodic(cron="* * * * *")
@app.task(name="kernel.rescue_stalled_jobs", queue="upkeep", queueing_lock="rescue", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Retry jobs whose worker died in the middle; set poison jobs aside as failed, visibly."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        if job.attempts + 1 >= MAX_ATTEMPTS:
            log.error("job.set_aside", job=job.id, task=job.task_name, attempts=job.attempts)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
            log.warning("job.rescued", job=job.id, task=job.task_name, attempts=job.attempts)
        except UniqueViolation:
            # Another of its kind waits already and does its work; so this one must not hold up the others' rescue.
            log.warning("job.replaced", job=job.id, task=job.task_name, attempts=job.attempts)
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)


@app.periodic(cron="17 * * * *")
@app.task(name="kernel.remove_old_jobs", queue="upkeep", queueing_lock="remove", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Drop finished jobs after three days; failed ones stay until somebody has looked."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS)
