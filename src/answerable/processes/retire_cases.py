"""Every night, and whenever a wish was granted: erase what may be kept no longer."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from answerable.contexts.intake import api as intake
from answerable.contexts.retention import api as retention
from answerable.contexts.retention.enums import Basis
from answerable.contexts.retention.errors import CaseStillOpen, OnHold
from answerable.contexts.retention.events import ErasureGranted
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.events import afterwards
from answerable.processes.erase_cases import erase_cases
from answerable.processes.erase_submissions import erase_submissions

CHUNK = 100
log = structlog.get_logger(__name__)


def retire_cases(*, at: datetime) -> int:
    """Erase the ended cases whose time is over by the rules; return how many. Each chunk is one transaction."""
    count = 0
    for case_ids in retention.due_cases(Actor.system("retention"), at, limit=CHUNK):
        erase_cases(actor=Actor.system("retention"), case_ids=case_ids, basis=Basis.RETENTION, at=at)
        count += len(case_ids)
    return count


def retire_submissions(*, at: datetime) -> int:
    """Erase what was not taken up, by the rule that holds for everything; return how many."""
    before = retention.kept_since(at)
    count = 0
    while before is not None and (references := intake.rejected_before(before, limit=CHUNK)):
        count += erase_submissions(
            actor=Actor.system("retention"), references=references, basis=Basis.RETENTION, at=at
        )
    return count


def erase_granted(*, at: datetime) -> int:
    """Erase what residents were granted; one that was meanwhile held or opened again stays for another night."""
    count = 0
    for wish in retention.granted_requests():
        try:
            count += len(
                erase_cases(
                    actor=Actor.system("retention"), case_ids=[wish.case_id], basis=Basis.REQUEST, at=at
                )
            )
        except (OnHold, CaseStillOpen) as error:
            log.warning("retention.not_erased_yet", code=error.code)
    return count


@afterwards(ErasureGranted)
def erase_at_once(granted: Sequence[ErasureGranted]) -> None:
    """Let nobody wait for the night whose wish was granted."""
    erase_granted(at=max(event.at for event in granted))


@app.periodic(cron="41 2 * * *")
@app.task(name="processes.retire_cases", queue="upkeep", queueing_lock="processes.retire_cases")
@row_security.as_system("processes.retire_cases")
def retire_tonight(timestamp: int) -> None:
    at = now()
    log.info("retention.erased", cases=erase_granted(at=at) + retire_cases(at=at))
    retire_submissions(at=at)
