"""Jobs stand or fall with the transaction that writes them, also when a job of a worker writes them."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from answerable.contexts.intake.services import wake_sweep as waking
from answerable.kernel.jobs import defer_subscriber, rescue_stalled_jobs

pytestmark = pytest.mark.django_db(transaction=True)


class Refused(Exception):
    pass


@pytest.fixture(params=["web", "worker"])
def place(request: pytest.FixtureRequest) -> Iterator[None]:
    """The queue as a web process has it, and as a worker has it; empty."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    if request.param == "web":
        yield
        return
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        yield


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def refuse_after_deferring() -> None:
    with transaction.atomic():
        defer_subscriber("nobody", [[{"id": 1}], [{"id": 2}]])
        assert jobs() == 2
        raise Refused


@pytest.mark.usefixtures("place")
def test_jobs_of_a_transaction_that_is_rolled_back_do_not_exist() -> None:
    with pytest.raises(Refused):
        refuse_after_deferring()
    assert jobs() == 0


LEFT = """
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status)
VALUES ('sweep', 'one', 'of-a-kind', '{}', 'doing'), ('sweep', 'one', 'of-a-kind', '{}', 'doing'),
  ('sweep', 'other', 'of-another', '{}', 'doing')
"""


def test_two_of_a_kind_that_a_dead_worker_left_do_not_hold_up_the_rescue_of_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(LEFT)
    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]

        async def rescue() -> None:
            async with running.open_async():
                await rescue_stalled_jobs.func(SimpleNamespace(app=running), 0)

        asyncio.run(rescue())
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("one", "todo"), ("one", "aborted"), ("other", "todo")]


@pytest.mark.usefixtures("place")
def test_the_sweep_is_woken_once_and_only_after_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_last", float("-inf"))
    with transaction.atomic():
        waking.wake_sweep()
        assert jobs() == 0
    assert jobs() == 1
    monkeypatch.setattr(waking, "_last", float("-inf"))
    waking.wake_sweep()
    assert jobs() == 1
