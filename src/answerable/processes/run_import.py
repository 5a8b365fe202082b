"""An import that was asked for at the desk: the file waits in the data folder, the worker takes it, the page looks on.

Everything about one upload lies in one folder that is deleted after three days: the file, what was refused of it, and
how far it has come. Killed in the middle, the run goes on where it was when it is started again.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.errors import AnswerableError, NotFound, NotPermitted
from answerable.processes.import_messages import ImportReport, import_messages

KEPT_FOR = timedelta(days=3)
ENDINGS = (".csv", ".tsv", ".xlsx", ".csv.gz")


class Phase(StrEnum):
    UPLOADED = "uploaded"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an upload is. `error` holds codes and sentences, never a row of the file."""

    name: str
    post_id: int
    uploaded_at: str
    phase: Phase = Phase.UPLOADED
    dry_run: bool = True
    profile: str = ""
    channel: str = ""
    lines: int = 0
    rows: int = 0
    taken: int = 0
    again: int = 0
    refused: int = 0
    opened: int = 0
    dispatched: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return min(1.0, self.rows / self.lines) if self.lines else 0.0

    @property
    def is_under_way(self) -> bool:
        return self.phase in (Phase.WAITING, Phase.RUNNING)


class DiskFull(AnswerableError):
    """There is no room for the file, for its refused rows, or for saying how far it has come."""

    code = "import_disk_full"
    status = 507
    sentence = _(
        "Our disk is full. What has been taken stays taken, nothing is half done. Tell the operator; when there is"
        " room, start it again with the same file: it goes on where it was."
    )


@contextmanager
def _needing_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull from error
        raise


def _folder(upload: UUID) -> Path:
    return Path(settings.OPTIONS.data_dir) / "imports" / str(upload)


def _require(actor: Actor) -> None:
    if not actor.is_system and not actor.reach([Role.SETUP]):
        raise NotPermitted


def _write(upload: UUID, state: ImportState) -> None:
    """Replace the state as a whole, so that a page never reads half of one."""
    target = _folder(upload) / "state.json"
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(state), ensure_ascii=False))
    os.replace(fresh, target)


def store_import_file(*, actor: Actor, name: str, content: BinaryIO, at: datetime) -> UUID:
    """Keep an uploaded file for its import.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        Invalid: the file can't be read as a table; nothing is kept then.
        DiskFull: there is no room for it; nothing is kept then, either.
    """
    _require(actor)
    ending = next((ending for ending in ENDINGS if name.lower().endswith(ending)), ".csv")
    upload = uuid4()
    folder = _folder(upload)
    try:
        with _needing_room():
            folder.mkdir(parents=True, mode=0o700)
            with (folder / f"file{ending}").open("wb") as target:
                shutil.copyfileobj(content, target, 1024 * 1024)
            opened = intake.open_messages(folder / f"file{ending}", name[:200])
            state = ImportState(
                name=name[:200], post_id=actor.post_id or 0, uploaded_at=at.isoformat(), lines=opened.lines
            )
            _write(upload, state)
    except AnswerableError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


def import_state(actor: Actor, upload: UUID) -> ImportState:
    """Return how far an upload is.

    Raises:
        NotFound: there is none, or it is another post's.
    """
    _require(actor)
    try:
        raw = json.loads((_folder(upload) / "state.json").read_text())
    except FileNotFoundError:
        raise NotFound from None
    state = ImportState(**{**raw, "phase": Phase(raw["phase"])})
    if not actor.is_system and state.post_id != actor.post_id:
        raise NotFound
    return state


def columns_of(actor: Actor, upload: UUID) -> tuple[str, ...]:
    """Return the columns of an uploaded file."""
    import_state(actor, upload)
    return tuple(intake.open_messages(_file(upload)).columns)


def rejected_rows(actor: Actor, upload: UUID) -> Path:
    """Return the file of the refused rows, the reason beside each.

    Raises:
        NotFound: nothing was refused.
    """
    import_state(actor, upload)
    path = _folder(upload) / "rejected.csv"
    if not path.exists():
        raise NotFound
    return path


def _file(upload: UUID) -> Path:
    found = next(iter(_folder(upload).glob("file.*")), None)
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def start_import(
    *,
    actor: Actor,
    upload: UUID,
    profile: str,
    channel: str,
    columns: Mapping[str, Sequence[str]],
    dry_run: bool,
    at: datetime,
) -> None:
    """Save the mapping as a profile and let the worker run it.

    Raises:
        Invalid: the mapping can't be used.
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    state = import_state(actor, upload)
    intake.save_profile(actor=actor, name=profile, channel=channel, columns=columns, at=at)
    fresh = replace(
        state,
        phase=Phase.WAITING,
        dry_run=dry_run,
        profile=profile,
        channel=channel,
        rows=0,
        taken=0,
        again=0,
        refused=0,
        opened=0,
        dispatched=0,
        errors=[],
    )
    _write(upload, fresh)
    run_import.defer(upload=str(upload), post_id=state.post_id)


# Taking in is the house's own act; whether the post may ask for it is asked anew here, by its grants of now.
@app.task(name="processes.run_import", queue="imports")
@row_security.as_system("processes.run_import")
def run_import(upload: str, post_id: int) -> None:
    """Run one upload to its end, with the grants that the post has now."""
    key = UUID(upload)
    actor = organisation.actor_for(post_id, at=now())
    state = replace(import_state(actor, key), phase=Phase.RUNNING)
    _write(key, state)

    def told(report: ImportReport, _line: int) -> None:
        _write(key, _counted(state, report))

    try:
        with _needing_room():
            report = import_messages(
                actor=actor,
                file=intake.open_messages(_file(key), state.name),
                profile=state.profile,
                channel=state.channel,
                rejected=_folder(key) / "rejected.csv",
                dry_run=state.dry_run,
                told=told,
            )
    except AnswerableError as error:
        _write(key, replace(state, phase=Phase.FAILED, errors=str(error).splitlines()[:50]))
        return
    _write(key, replace(_counted(state, report), phase=Phase.DONE))


def _counted(state: ImportState, report: ImportReport) -> ImportState:
    count = report.count
    return replace(
        state,
        rows=count.rows,
        taken=count.taken,
        again=count.again,
        refused=count.refused,
        opened=report.opened,
        dispatched=report.dispatched,
        lines=max(state.lines, count.rows),
    )


@app.periodic(cron="41 3 * * *")
@app.task(name="processes.remove_old_imports", queue="upkeep", queueing_lock="old_imports")
def remove_old_imports(timestamp: int) -> None:
    """Delete uploads after three days: what was taken is in the cases, and what was refused has been fetched."""
    base = Path(settings.OPTIONS.data_dir) / "imports"
    limit = datetime.fromtimestamp(timestamp, UTC) - KEPT_FOR
    for folder in base.glob("*-*"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < limit:
            shutil.rmtree(folder, ignore_errors=True)
