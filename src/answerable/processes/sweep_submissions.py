"""The sweep: waiting submissions become cases, a chunk at a time.

A chunk is one transaction, so a crash anywhere leaves its submissions waiting. A submission that breaks its chunk is
found by halves. It is first taken up without being dispatched; if even that fails, it waits and is tried again, and is
set aside for a person after the third time. Its neighbours go on at once.
"""

import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from cryptography.exceptions import InvalidTag
from django.db import InterfaceError, OperationalError, transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app

from answerable.contexts.intake import api as intake
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.keys import KeyUnknown
from answerable.processes.find_earlier import Earlier
from answerable.processes.open_submissions import Opened, open_submissions
from answerable.processes.take_up_submissions import take_up_submissions

log = structlog.get_logger(__name__)

CHUNK = 200
# When that many fail together, it is not the submissions that are broken.
MANY = 10
ACTOR = Actor.system("sweep")
# A job ends after a while, so that others get their turn; it writes its successor.
JOB_SECONDS = 20.0
# Longer than what `intake` leaves unannounced between two wakings.
LINGER_SECONDS = 0.5


@dataclass(slots=True)
class Swept:
    """What one chunk came to."""

    opened: list[Opened] = field(default_factory=list)
    joined: list[Earlier] = field(default_factory=list)
    failed: int = 0

    @property
    def settled(self) -> int:
        return len(self.opened) + len(self.joined)

    @property
    def dispatched(self) -> int:
        return sum(1 for one in self.opened if one.decision.goes_out)


class EverythingFails(Exception):
    """A whole chunk failed one by one: the fault is in the house, and nothing is held against the submissions."""


@transaction.atomic
def sweep_submissions(
    *,
    at: datetime,
    limit: int = CHUNK,
    delay: timedelta | None = None,
    only: Collection[str] | None = None,
) -> Swept:
    """Take up one chunk of waiting submissions; nothing settled and nothing failed means that none waits.

    Raises:
        EverythingFails: the set-up or a service is broken.
    """
    claimed = intake.claim_submissions(limit, at, only=only)
    swept = Swept()
    failures = [(one, one.unreadable) for one in claimed if one.unreadable is not None]
    _take_up([one for one in claimed if one.unreadable is None], at, delay, swept, failures)
    if len(failures) == len(claimed) >= MANY:
        raise EverythingFails from failures[0][1]
    for one, error in failures:
        swept.failed += 1
        aside = intake.note_failure(submission_id=one.id, error=_place_of(error), at=at)
        log.error("sweep.failed", reference=one.reference, set_aside=aside, exc_info=error)
    return swept


def _take_up(
    claimed: Sequence[intake.Claimed],
    at: datetime,
    delay: timedelta | None,
    swept: Swept,
    failures: list[tuple[intake.Claimed, Exception]],
) -> None:
    if not claimed:
        return
    try:
        taken = take_up_submissions(actor=ACTOR, claimed=claimed, at=at, delay=delay)
        swept.opened += taken.opened
        swept.joined += taken.joined
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(claimed) == 1:
            _without_dispatch(claimed[0], error, at, delay, swept, failures)
            return
        half = len(claimed) // 2
        _take_up(claimed[:half], at, delay, swept, failures)
        _take_up(claimed[half:], at, delay, swept, failures)


def _without_dispatch(
    one: intake.Claimed,
    error: Exception,
    at: datetime,
    delay: timedelta | None,
    swept: Swept,
    failures: list[tuple[intake.Claimed, Exception]],
) -> None:
    """Open at least the case, so that a dispatcher sees it: a rule that fails never drops a voice."""
    try:
        swept.opened += open_submissions(
            actor=ACTOR, claimed=[one], at=at, delay=delay, failed=_place_of(error)
        )
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        failures.append((one, error))


def _place_of(error: Exception) -> str:
    """Return type and place; the message may quote what a person wrote."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return type(error).__name__
    return f"{type(error).__name__} at {frame.tb_frame.f_code.co_name}:{frame.tb_lineno}"


@app.task(
    name="processes.sweep_submissions",
    queue="sweep",
    queueing_lock="processes.sweep_submissions",
    pass_context=True,
)
@row_security.as_system("processes.sweep_submissions")
def sweep(context: JobContext) -> None:
    """Take up chunk after chunk until none has waited for half a second, or until others should have their turn."""
    ends = time.monotonic() + JOB_SECONDS
    if context.job is not None and context.job.attempts:
        _carefully()
    idle_since: float | None = None
    while time.monotonic() < ends:
        swept = sweep_submissions(at=now())
        if swept.settled or swept.failed:
            idle_since = None
            continue
        idle_since = idle_since or time.monotonic()
        if time.monotonic() - idle_since > LINGER_SECONDS:
            return
        time.sleep(LINGER_SECONDS / 4)
    intake.wake_sweep()


def _carefully() -> None:
    """After a worker has died in the middle: one at a time, each failure counted before it is tried.

    A submission that kills its worker (by memory, say) is so set aside after the third worker.
    """
    for one in _suspects():
        with transaction.atomic():
            aside = intake.note_failure(submission_id=one.id, error="worker died", at=now())
        if aside:
            log.error("sweep.failed", reference=one.reference, set_aside=True)
            continue
        # What does not open has been counted now, and is no reason to leave the others.
        with suppress(InvalidTag, KeyUnknown), transaction.atomic():
            again = intake.claim_one(one.reference)
            if again is not None:
                _take_up([again], now(), None, Swept(), [])


def _suspects() -> list[intake.Claimed]:
    with transaction.atomic():
        return intake.claim_submissions(CHUNK, now())


@app.periodic(cron="* * * * *")
@app.task(name="processes.sweep_every_minute", queue="sweep", queueing_lock="processes.sweep_every_minute")
@row_security.as_system("processes.sweep_every_minute")
def sweep_every_minute(timestamp: int) -> None:
    """Find what nobody has announced: a process may have died between taking a voice in and saying so."""
    if intake.waiting_count():
        intake.wake_sweep()
