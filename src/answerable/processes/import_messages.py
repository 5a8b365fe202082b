"""Import a file of messages to the end: rows become submissions, and submissions are swept as they come.

The command line and the console's jobs call the same function. It can be killed at any point and called again.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake import api as intake
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.errors import Fault, Invalid
from answerable.processes.sweep_submissions import sweep_submissions

CHUNK = 500


@dataclass(slots=True)
class ImportReport:
    """What became of every row, and of the cases that the sweep made meanwhile (of other channels too)."""

    count: intake.ImportCount = field(default_factory=intake.ImportCount)
    resumed_at: int = 0
    opened: int = 0
    dispatched: int = 0
    failed: int = 0
    by_unit: Counter[int] = field(default_factory=Counter)
    by_doubt: Counter[str] = field(default_factory=Counter)
    rejected: Path | None = None


Told = Callable[[ImportReport, int], None]


def _silent(_report: ImportReport, _line: int) -> None:
    return


def import_messages(
    *,
    actor: Actor,
    file: intake.MessageFile,
    profile: str,
    rejected: Path,
    channel: str = "",
    dry_run: bool = False,
    sweep: bool = True,
    clock: Callable[[], datetime] = now,
    told: Told = _silent,
) -> ImportReport:
    """Take every row of a file: kept, recognised as received before, or refused into the file `rejected`.

    `told` hears the report and the line after each chunk. Without `sweep` the submissions wait for the worker.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        ProfileNotFound: there is no such profile.
        Invalid: the file does not have the profile's columns.
    """
    saved = intake.find_profile(profile)
    if missing := intake.unknown_in(saved.columns, file.columns):
        sentence = _("The profile expects this column, and the file does not have it.")
        raise Invalid([Fault(f"{file.name}:1:{column}", sentence) for column in missing])
    reader = intake.reader_for(saved, channel, file.columns)
    refusals = intake.RejectedFile(rejected, file.columns)
    report = ImportReport()
    if dry_run:
        _try(file, reader, refusals, report, clock, told)
    else:
        job = intake.begin_import(actor=actor, file=file, profile=saved, channel=channel, at=clock())
        _take(job, file, reader, refusals, report, clock, told, sweep=sweep)
        intake.finish_import(actor=actor, job=job, at=clock())
    report.rejected = rejected if report.count.refused else None
    return report


def _try(
    file: intake.MessageFile,
    reader: intake.RowReader,
    refusals: intake.RejectedFile,
    report: ImportReport,
    clock: Callable[[], datetime],
    told: Told,
) -> None:
    refusals.clear()
    seen: set[bytes] = set()
    for rows in _chunks(file, 0):
        refusals.add(intake.try_rows(reader=reader, rows=rows, at=clock(), seen=seen, count=report.count))
        told(report, rows[-1].line)


def _take(
    job: intake.ImportJob,
    file: intake.MessageFile,
    reader: intake.RowReader,
    refusals: intake.RejectedFile,
    report: ImportReport,
    clock: Callable[[], datetime],
    told: Told,
    *,
    sweep: bool,
) -> None:
    report.resumed_at = job.position
    report.count = intake.ImportCount(job.taken, job.again, job.refused)
    refusals.cut_after(job.position)
    for rows in _chunks(file, job.position):
        intake.take_rows(job=job, reader=reader, rows=rows, at=clock(), keep=refusals.add)
        report.count = intake.ImportCount(job.taken, job.again, job.refused)
        if sweep:
            _sweep(report, clock)
        told(report, rows[-1].line)


def _chunks(file: intake.MessageFile, after: int) -> Iterator[Sequence[intake.FileRow]]:
    """Yield the rows beyond a position in chunks."""
    rows = (row for row in file.rows() if row.number > after)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _sweep(report: ImportReport, clock: Callable[[], datetime]) -> None:
    while True:
        swept = sweep_submissions(at=clock())
        if not (swept.settled or swept.failed):
            return
        report.opened += swept.settled
        report.dispatched += swept.dispatched
        report.failed += swept.failed
        for one in swept.opened:
            if one.decision.goes_out and one.decision.unit_id is not None:
                report.by_unit[one.decision.unit_id] += 1
            else:
                report.by_doubt[one.decision.doubt.value] += 1
