"""One `answerable up` over a data folder, and none before the last one's processes have gone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from answerable.config.options import Options
from answerable.interfaces.cli.begin import err, out
from answerable.kernel.file_locks import FileLock, Taken

# A web server finishes what it has begun, a worker its job.
LEFTOVERS_SECONDS = 60


@contextmanager
def alone(settings: Options) -> Iterator[FileLock]:
    """Be the only one, or end with a sentence. Gives the lock that child processes are to hold."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    only, children = FileLock(settings.data_dir / "up.lock"), FileLock(settings.data_dir / "children.lock")
    try:
        only.take()
    except Taken:
        _refuse(
            f"Answerable runs already over {settings.data_dir.resolve()}, or is just starting"
            f" (process {_named(only)}). End that one first, or give this one another data_dir."
        )
    os.truncate(only.handle, 0)
    os.pwrite(only.handle, str(os.getpid()).encode(), 0)
    try:
        with out.status("Waiting for what an earlier run has left behind …"):
            children.take(patience=LEFTOVERS_SECONDS)
        children.take(shared=True)
        yield children
    except Taken:
        _refuse(
            f"Processes of an earlier run over {settings.data_dir} do not end. Look at them with"
            " `ps -ef | grep answerable`, and end them."
        )
    finally:
        children.release()
        only.release()


def _named(lock: FileLock) -> str:
    return lock.path.read_text().strip() or "unknown"


def _refuse(sentence: str) -> None:
    err.print(sentence, highlight=False)
    raise typer.Exit(1) from None
