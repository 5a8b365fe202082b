"""Jobs that were set aside after their last attempt: a person has them tried again, or gives them up.

Both happen in the caller's transaction, so that who decided so can be recorded with it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from answerable.kernel.errors import Conflict, NotFound

_LIST = """
SELECT job.id, job.task_name, job.queue_name, job.attempts, job.args ->> 'subscriber',
  CASE jsonb_typeof(job.args -> 'raw') WHEN 'array' THEN jsonb_array_length(job.args -> 'raw') END,
  (SELECT max(event.at) FROM procrastinate_events event WHERE event.job_id = job.id AND event.type = 'failed')
FROM procrastinate_jobs job WHERE job.status = 'failed' ORDER BY job.id DESC LIMIT %s
"""
_LOCK = "SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE"


@dataclass(frozen=True, slots=True)
class FailedJob:
    """`subscriber` is what it was to do where its task only hands facts on, and `facts` how many those were."""

    job_id: int
    task: str
    queue: str
    attempts: int
    subscriber: str
    facts: int | None
    failed_at: datetime | None


def failed_jobs(limit: int = 200) -> list[FailedJob]:
    """Return the jobs that were set aside, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [limit])
        return [
            FailedJob(key, task, queue, attempts, subscriber or "", facts, at)
            for key, task, queue, attempts, subscriber, facts, at in cursor.fetchall()
        ]


@transaction.atomic
def retry_failed_job(job_id: int, *, at: datetime) -> str:
    """Put a job back into its queue, and return the name of its task.

    Raises:
        NotFound: no job of this number is set aside.
        Conflict: another of its kind waits already, so this one is not needed.
    """
    task = _lock(job_id)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, at])
    except IntegrityError as error:
        raise Conflict from error
    return task


@transaction.atomic
def give_up_job(job_id: int) -> str:
    """Take a job off the list for good, and return the name of its task.

    Raises:
        NotFound: no job of this number is set aside.
    """
    task = _lock(job_id)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s", [job_id])
    return task


def _lock(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [job_id])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    return str(found[0])
