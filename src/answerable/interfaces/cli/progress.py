"""Tells how far a long work is: a bar on a terminal, a plain line every few seconds anywhere else."""

import time
from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from answerable.interfaces.cli.begin import out

EVERY_SECONDS = 5.0


class Telling:
    """Use as `with Telling("The past fills in", 20_000) as tell:` and call `tell(done)` as often as you like."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done = what, total, 0
        self._began = self._last = time.monotonic()
        self._before: int | None = None
        self._bar: Progress | None = None
        if out.is_terminal:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=out)
            self._task = self._bar.add_task(what, total=total)

    def __enter__(self) -> "Telling":
        if self._bar is not None:
            self._bar.start()
        else:
            out.print(f"{self.what} …", highlight=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif kind is None:
            out.print(f"{self.what}: done in {time.monotonic() - self._began:.0f} s.", highlight=False)

    def __call__(self, done: int) -> None:
        """Say that so much of the total is done."""
        self.done = done = min(done, self.total)
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
            return
        now = time.monotonic()
        if self._before is None:
            self._before, self._began = done, now
        if now - self._last >= EVERY_SECONDS:
            self._last = now
            out.print(f"{self.what}: {done:,} of {self.total:,}{self._left(now)}", highlight=False)

    def more(self, done: int) -> None:
        """Say that so much more is done."""
        self(self.done + done)

    def _left(self, now: float) -> str:
        new = self.done - (self._before or 0)
        if new <= 0 or now - self._began < 3:
            return ""
        seconds = (self.total - self.done) * (now - self._began) / new
        return f", about {seconds:.0f} s to go" if seconds < 90 else f", about {seconds / 60:.0f} min to go"
