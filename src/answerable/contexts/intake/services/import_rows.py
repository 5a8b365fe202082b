"""Take a file of messages in, chunk by chunk.

A chunk is one transaction: its submissions, their journal lines, and how far the job has come. So a killed run goes on
where it was, and whatever is read again is recognised.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.domain.checking import cleaned, faults_of
from answerable.contexts.intake.domain.reading import Profile, RowReader
from answerable.contexts.intake.domain.sameness import keys_of
from answerable.contexts.intake.domain.submission import NewSubmission, Receipt
from answerable.contexts.intake.enums import ImportState
from answerable.contexts.intake.errors import ProfileNotFound
from answerable.contexts.intake.message_file import FileRow, MessageFile
from answerable.contexts.intake.models import ImportJob, ImportProfile
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.rows import earlier_rows
from answerable.contexts.intake.services.receive import receive_many
from answerable.contexts.intake.words import words
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault

CHUNK = 500


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken, and why."""

    row: FileRow
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class ImportCount:
    """What became of the rows so far; each is counted once."""

    taken: int = 0
    again: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        return self.taken + self.again + self.refused


def find_profile(name: str) -> ImportProfile:
    """Return a saved profile.

    Raises:
        ProfileNotFound: none has this name.
    """
    row = ImportProfile.objects.filter(name=name).first()
    if row is None:
        raise ProfileNotFound(name=name)
    return row


def has_profile(name: str) -> bool:
    return ImportProfile.objects.filter(name=name).exists()


def reader_for(profile: ImportProfile, channel: str, columns: Sequence[str]) -> RowReader:
    """Return what reads the rows of a file by a profile."""
    read = Profile(
        channel=channel or profile.channel,
        columns=profile.columns,
        zone=ZoneInfo(settings.TIME_ZONE),
        defaults=profile.defaults,
        date_formats=profile.date_formats,
        day_first=profile.day_first,
    )
    return RowReader.over(read, columns)


@transaction.atomic
def begin_import(
    *, actor: Actor, file: MessageFile, profile: ImportProfile, channel: str, at: datetime
) -> ImportJob:
    """Return the job for a file: the one that was interrupted, or a new one.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    require_set_up(actor)
    job, created = ImportJob.objects.get_or_create(
        file_digest=file.digest,
        profile=profile,
        channel=channel or profile.channel,
        state=ImportState.RUNNING,
        defaults={"file_name": file.name[:200], "by": actor.name, "started_at": at},
    )
    if created:
        ledger.record(
            actor=actor,
            code="intake.import.begun",
            at=at,
            internal={"job": str(job.public_id), "sha256": file.digest.hex(), "profile": profile.name},
        )
    return job


@transaction.atomic
def take_rows(
    *,
    job: ImportJob,
    reader: RowReader,
    rows: Sequence[FileRow],
    at: datetime,
    keep: Callable[[Sequence[RefusedRow]], None],
) -> None:
    """Take a chunk of rows and move the job's position past them.

    `keep` is given the rows that were refused and has to make them durable: only then the chunk counts.
    """
    good, refused = _sorted_out(reader, rows, at)
    answers = receive_many([new for _row, new in good], at)
    for (row, _new), answer in zip(good, answers, strict=True):
        if isinstance(answer, Receipt):
            job.again += answer.again
            job.taken += not answer.again
        else:
            refused.append(RefusedRow(row, answer.faults))
    job.refused += len(refused)
    job.position = rows[-1].number
    keep(sorted(refused, key=lambda one: one.row.number))
    job.save(update_fields=["position", "taken", "again", "refused"])


def try_rows(
    *, reader: RowReader, rows: Sequence[FileRow], at: datetime, seen: set[bytes], count: ImportCount
) -> list[RefusedRow]:
    """Count what would become of a chunk of rows, and write nothing. `seen` is of the chunks before."""
    good, refused = _sorted_out(reader, rows, at)
    known = words()
    keys = []
    for row, new in good:
        neat = cleaned(new)
        if faults := faults_of(neat, known):
            refused.append(RefusedRow(row, faults))
        else:
            keys.append(keys_of(neat, at))
    earlier = earlier_rows(keys)
    for one in keys:
        repeated = one.same in seen or earlier.of(one) is not None
        count.again += repeated
        count.taken += not repeated
        seen.add(one.same)
    count.refused += len(refused)
    return sorted(refused, key=lambda one: one.row.number)


def _sorted_out(
    reader: RowReader, rows: Sequence[FileRow], at: datetime
) -> tuple[list[tuple[FileRow, NewSubmission]], list[RefusedRow]]:
    good: list[tuple[FileRow, NewSubmission]] = []
    refused: list[RefusedRow] = []
    for row in rows:
        if row.broken:
            refused.append(RefusedRow(row, (Fault("", _("This line has more cells than the header.")),)))
            continue
        new = reader.read(row.cells, at)
        if isinstance(new, NewSubmission):
            good.append((row, new))
        else:
            refused.append(RefusedRow(row, new))
    return good, refused


@transaction.atomic
def finish_import(*, actor: Actor, job: ImportJob, at: datetime) -> None:
    """Close the job; the file can be imported anew, and every row of it will be recognised."""
    job.state, job.finished_at = ImportState.DONE, at
    job.save(update_fields=["state", "finished_at"])
    ledger.record(
        actor=actor,
        code="intake.import.done",
        at=at,
        internal={
            "job": str(job.public_id),
            "taken": job.taken,
            "again": job.again,
            "refused": job.refused,
        },
    )
