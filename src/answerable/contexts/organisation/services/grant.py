"""Let a post do something in a unit and everything below it, or no longer."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models import Grant
from answerable.contexts.organisation.permissions import (
    require_granting,
    require_not_oneself,
    require_second,
    require_setup,
    require_someone_left,
)
from answerable.contexts.organisation.post_book import PostView
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor


@transaction.atomic
@changing()
def grant(
    *, actor: Actor, second: Actor | None = None, post_id: int, role: Role, unit_id: int, at: datetime
) -> None:
    """Give a post a role for a unit; it takes two people. Safe to repeat.

    Raises:
        NeedsSecond: nobody else confirmed it.
        NotFound: there is no such post or unit.
        NotPermitted: the unit, or the post's own, lies beyond where the actor may set up.
        OwnGrant: the post is the actor's own.
    """
    post = selectors.post_view(post_id)
    for one in (actor, require_second(actor, second)):
        require_granting(one, post_id, unit_id)
    row, is_new = Grant.objects.get_or_create(post_id=post.id, role=role.value, unit_id=unit_id)
    if is_new:
        _journal(actor, "organisation.grant.given", post, row, at, ledger.told([row]), second)


@transaction.atomic
@changing()
def revoke(*, actor: Actor, post_id: int, role: Role, unit_id: int, at: datetime) -> None:
    """Take a role for a unit from a post. Safe to repeat; whoever sets up the unit may, wherever the post is.

    Raises:
        LastSetUp: nobody could set up the bureau any more.
        NotFound: there is no such post or unit.
        NotPermitted: the actor may not set up the unit.
        OwnGrant: the post is the actor's own.
    """
    post = _begin(actor, post_id, unit_id)
    row = Grant.objects.filter(post_id=post.id, role=role.value, unit_id=unit_id).first()
    if row is not None:
        rows = ledger.gone([row])
        row.delete()
        require_someone_left(actor, at)
        _journal(actor, "organisation.grant.revoked", post, row, at, rows)


def _begin(actor: Actor, post_id: int, unit_id: int) -> PostView:
    post, unit = selectors.post_view(post_id), selectors.units().get(unit_id)
    require_setup(actor, unit.id)
    require_not_oneself(actor, post.person_id)
    return post


def _journal(
    actor: Actor,
    code: str,
    post: PostView,
    row: Grant,
    at: datetime,
    rows: ledger.Rows,
    second: Actor | None = None,
) -> None:
    facts = {"post": post.code, "role": row.role, "unit": selectors.units().get(row.unit_id).code}
    if second is not None:
        facts["second"] = selectors.code_of(second)
    ledger.record(actor=actor, code=code, at=at, internal=facts, rows=rows)
