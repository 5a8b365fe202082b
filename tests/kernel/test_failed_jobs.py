"""Jobs that were set aside: tried again, or given up, by a decision that can fail as a whole."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from answerable.kernel.errors import Conflict, NotFound
from answerable.kernel.failed_jobs import failed_jobs, give_up_job, retry_failed_job
from answerable.kernel.jobs import defer_subscriber

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 11, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def a_failed_job(queueing_lock: str | None = None) -> int:
    defer_subscriber("somewhere.tell_somebody", [[{"id": 1}, {"id": 2}]])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed', attempts = 5, queueing_lock = %s"
            " WHERE status = 'doing' RETURNING id",
            [queueing_lock],
        )
        return int(cursor.fetchone()[0])


def status(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job_id])
        return str(cursor.fetchone()[0])


def test_a_failed_job_says_what_it_was_to_do() -> None:
    job_id = a_failed_job()
    [job] = failed_jobs()
    assert (job.job_id, job.subscriber, job.facts, job.attempts) == (job_id, "somewhere.tell_somebody", 2, 5)
    assert job.failed_at is not None


def test_it_is_tried_again_once() -> None:
    job_id = a_failed_job()
    assert retry_failed_job(job_id, at=AT) == "kernel.deliver_events"
    assert (status(job_id), failed_jobs()) == ("todo", [])
    with pytest.raises(NotFound):
        retry_failed_job(job_id, at=AT)


def test_it_is_given_up_for_good() -> None:
    job_id = a_failed_job()
    give_up_job(job_id)
    assert (status(job_id), failed_jobs()) == ("cancelled", [])
    with pytest.raises(NotFound):
        give_up_job(job_id)


def test_a_job_of_which_another_waits_is_not_needed() -> None:
    job_id = a_failed_job("one at a time")
    defer_subscriber("another", [[{"id": 3}]])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'one at a time' WHERE status = 'todo'")
    with pytest.raises(Conflict):
        retry_failed_job(job_id, at=AT)
    assert status(job_id) == "failed"
