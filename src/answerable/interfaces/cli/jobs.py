"""`answerable jobs …`: the queue, for the operator."""

import typer
from asgiref.sync import async_to_sync
from rich.table import Table

from answerable.interfaces.cli.begin import database, out, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(help="The queue of jobs: what failed, and once more.", no_args_is_help=True)


@app.command()
def failed() -> None:
    """List the jobs that were set aside after their last attempt.

    Example: [bold]answerable jobs failed[/]
    """
    with database(Login.WORKER):
        start_django(door="")
        # The queue's application exists only after Django has started.
        from procrastinate.contrib.django import app as queue  # noqa: PLC0415

        table = Table("id", "task", "queue", "attempts", box=None)
        for job in queue.job_manager.list_jobs(status="failed"):
            table.add_row(str(job.id), job.task_name, job.queue, str(job.attempts))
        out.print(table if table.row_count else "No job has failed.")


@app.command()
def retry() -> None:
    """Take up again every job that was set aside. Mend the cause first.

    Example: [bold]answerable jobs retry[/]
    """
    with database(Login.WORKER):
        start_django(door="")
        from procrastinate.contrib.django import app as queue  # noqa: PLC0415

        jobs = list(queue.job_manager.list_jobs(status="failed"))
        for job in jobs:
            async_to_sync(queue.job_manager.retry_job)(job)
        out.print(f"{len(jobs)} jobs are taken up again.")
