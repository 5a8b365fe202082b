"""Say who is to sit at the hotline, and when."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.models import PlannedShift
from answerable.contexts.intake.permissions import may_plan
from answerable.contexts.intake.rota import LONGEST
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound, NotPermitted


@transaction.atomic
def plan_shift(*, actor: Actor, post: UUID, begins_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Put a post on the rota of its desk.

    Raises:
        NotFound: there is no such post.
        NotPermitted: the post is neither the actor's own nor one that the actor leads.
        Invalid: it takes no calls, it is planned then already, or the times are none.
    """
    found = organisation.post_by_public_id(post)
    if found is None:
        raise NotFound
    if not may_plan(actor, found):
        raise NotPermitted
    if faults := [*_wrong_times(begins_at, ends_at, at), *_wrong_post(found)]:
        raise Invalid(faults)
    organisation.lock_post(found.id)
    if PlannedShift.objects.filter(post=found.id, begins_at__lt=ends_at, ends_at__gt=begins_at).exists():
        raise Invalid([Fault("begins_at", _("This post is on the rota then already."))])
    PlannedShift.objects.create(post_id=found.id, unit_id=found.unit_id, begins_at=begins_at, ends_at=ends_at)
    _journal(actor, "intake.shift.planned", found.code, begins_at, ends_at, at)


@transaction.atomic
def cancel_planned_shift(*, actor: Actor, shift: UUID, at: datetime) -> None:
    """Take a line off the rota; one that has passed stays.

    Raises:
        NotFound: there is none, it has passed, or it is not the actor's to take off.
    """
    row = PlannedShift.objects.select_for_update().filter(public_id=shift, ends_at__gt=at).first()
    if row is None or not may_plan(actor, organisation.post_view(row.post_id)):
        raise NotFound
    code = organisation.post_view(row.post_id).code
    row.delete()
    _journal(actor, "intake.shift.cancelled", code, row.begins_at, row.ends_at, at)


def _wrong_times(begins_at: datetime, ends_at: datetime, at: datetime) -> list[Fault]:
    if ends_at <= begins_at:
        return [Fault("ends_at", _("The end has to be after the beginning."))]
    if ends_at <= at:
        return [Fault("ends_at", _("This has passed already."))]
    if ends_at - begins_at > LONGEST:
        return [Fault("ends_at", _("Nobody sits longer than 16 hours. Plan two shifts."))]
    return []


def _wrong_post(post: organisation.PostView) -> list[Fault]:
    if any(role is Role.AGENT for role, _unit in post.grants):
        return []
    return [Fault("post", _("This post takes no calls."))]


def _journal(
    actor: Actor, code: str, post: str, begins_at: datetime, ends_at: datetime, at: datetime
) -> None:
    inside = {"post": post, "begins_at": begins_at.isoformat(), "ends_at": ends_at.isoformat()}
    ledger.record(actor=actor, code=code, at=at, internal=inside)
