"""Run an import of messages at the terminal: the profile, the progress, the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import get_language
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.cli.begin import err, out
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.errors import AnswerableError, Fault, Invalid
from answerable.processes.import_messages import ImportReport, import_messages

ACTOR = Actor.system("import")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    file: Path
    profile: str
    channel: str
    columns: Sequence[str]
    rejected: Path
    dry_run: bool
    sweep: bool


def run(wanted: Wanted) -> int:
    """Import and report; return the exit code: 0 all taken, 1 nothing done, 3 some rows were refused."""
    try:
        file = intake.open_messages(wanted.file)
        _have_profile(wanted, file)
        report = _import(wanted, file)
    except Invalid as error:
        for fault in error.faults:
            err.print(f"[red]{fault.where}[/]: {fault.sentence}", highlight=False)
        return 1
    except AnswerableError as error:
        err.print(f"[red]{error}[/]", highlight=False)
        return 1
    _tell(wanted, report)
    return 3 if report.count.refused else 0


def _have_profile(wanted: Wanted, file: intake.MessageFile) -> None:
    """Save the profile if its name is new, from what was said and what the header suggests."""
    if intake.has_profile(wanted.profile) and not wanted.columns:
        return
    columns: Mapping[str, Sequence[str]] = intake.guess_columns(file.columns) | _said(wanted.columns)
    shown = Table("field", "columns", title=f"Profile {wanted.profile}")
    for field, names in columns.items():
        shown.add_row(field, ", ".join(names))
    err.print(shown)
    intake.save_profile(
        actor=ACTOR, name=wanted.profile, channel=wanted.channel or "import", columns=columns, at=now()
    )


def _said(columns: Sequence[str]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for text in columns:
        field, equals, names = text.partition("=")
        if not equals:
            raise Invalid([Fault(text, "Write FIELD=COLUMN, e.g. text=detail,tokens.")])
        said[field.strip()] = [name.strip() for name in names.split(",") if name.strip()]
    return said


def _import(wanted: Wanted, file: intake.MessageFile) -> ImportReport:
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    )
    with bar:
        task = bar.add_task(f"Reading {file.name}", total=file.lines or None)

        def told(report: ImportReport, line: int) -> None:
            bar.update(
                task, completed=line, description=f"{report.count.rows:,} rows, {report.opened:,} cases"
            )

        report = import_messages(
            actor=ACTOR,
            file=file,
            profile=wanted.profile,
            channel=wanted.channel,
            rejected=wanted.rejected,
            dry_run=wanted.dry_run,
            sweep=wanted.sweep,
            told=told,
        )
        bar.update(task, completed=file.lines)
    return report


def _tell(wanted: Wanted, report: ImportReport) -> None:
    count = report.count
    shown = Table("rows", "", title="Nothing was written (dry run)" if wanted.dry_run else None)
    shown.add_row("taken", f"{count.taken:,}")
    shown.add_row("received before", f"{count.again:,}")
    shown.add_row("refused", f"{count.refused:,}")
    shown.add_section()
    shown.add_row("all", f"{count.rows:,}")
    out.print(shown)
    if report.opened:
        _tell_cases(report)
    if wanted.sweep and not wanted.dry_run and report.opened < count.taken:
        out.print("The worker of this installation takes up the others.")
    if report.resumed_at:
        out.print(f"An interrupted run was continued after row {report.resumed_at:,}.")
    if report.rejected is not None:
        out.print(f"The refused rows with their reasons: {report.rejected}", highlight=False)


def _tell_cases(report: ImportReport) -> None:
    units, language = organisation.units(), get_language()
    shown = Table("cases", "")
    for unit_id, number in report.by_unit.most_common():
        shown.add_row(f"→ {units.name(unit_id, language)}", f"{number:,}")
    for doubt, number in report.by_doubt.most_common():
        shown.add_row(f"? {Doubt(doubt).label}", f"{number:,}")
    if report.failed:
        shown.add_row("set aside or to be tried again", f"{report.failed:,}")
    shown.add_section()
    shown.add_row("opened", f"{report.opened:,}")
    shown.add_row("dispatched", f"{report.dispatched:,}")
    out.print(shown)
