"""What to do with jobs that were set aside, by whoever looks after the installation; every decision is a line."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.enums import Role
from answerable.kernel import failed_jobs
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotPermitted
from answerable.kernel.failed_jobs import FailedJob
from answerable.kernel.text import clean


def jobs_set_aside(actor: Actor) -> list[FailedJob]:
    """Return the jobs that failed for good, the newest first.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
    """
    _require_set_up(actor)
    return failed_jobs.failed_jobs()


@transaction.atomic
def try_job_again(*, actor: Actor, job_id: int, at: datetime) -> None:
    """Put a job back into its queue after its cause was mended.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        NotFound, Conflict: as `failed_jobs.retry_failed_job`.
    """
    _require_set_up(actor)
    task = failed_jobs.retry_failed_job(job_id, at=at)
    ledger.record(actor=actor, code="jobs.job.tried_again", at=at, internal={"task": task, "job": job_id})


@transaction.atomic
def give_job_up(*, actor: Actor, job_id: int, reason: str, at: datetime) -> None:
    """Take a job off the list for good, for a reason that stays in the journal.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        Invalid: no reason is given.
        NotFound: no job of this number is set aside.
    """
    _require_set_up(actor)
    words = clean(reason)[:300]
    if not words:
        raise Invalid([Fault("reason", _("Give a reason."))])
    task = failed_jobs.give_up_job(job_id)
    inside = {"task": task, "job": job_id, "reason": words}
    ledger.record(actor=actor, code="jobs.job.given_up", at=at, internal=inside)


def _require_set_up(actor: Actor) -> None:
    if not (actor.is_system or actor.reach([Role.SETUP])):
        raise NotPermitted
