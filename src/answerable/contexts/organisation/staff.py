"""Members of staff as another system of the bureau sees them: no post, no right, nothing of signing in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from answerable.contexts.organisation.models import Account
from answerable.contexts.organisation.usernames import normal_username
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound, NotPermitted

FIELDS = ("person_id", "person__public_id", "username", "person__name", "active", "external_id")


@dataclass(frozen=True, slots=True)
class StaffView:
    """A person with an account. `public_id` may leave the house."""

    id: int
    public_id: UUID
    username: str
    name: str
    active: bool
    external_id: str


def staff(actor: Actor, *, username: str | None, start: int, count: int) -> tuple[list[StaffView], int]:
    """Return a page of those who have not left, by user name, and how many there are.

    Raises:
        NotPermitted: the actor is a person.
    """
    _require_system(actor)
    there = Account.objects.filter(left_at=None).order_by("username")
    if username is not None:
        there = there.filter(username=normal_username(username))
    return _views(there.values_list(*FIELDS)[start : start + count]), there.count()


def staff_of(actor: Actor, *, person_id: int | None = None, public_id: UUID | None = None) -> StaffView:
    """Return one of them.

    Raises:
        NotFound: there is none, or he has left.
        NotPermitted: the actor is a person.
    """
    _require_system(actor)
    named = {"person_id": person_id} if public_id is None else {"person__public_id": public_id}
    found = _views(Account.objects.filter(left_at=None, **named).values_list(*FIELDS))
    if not found:
        raise NotFound
    return found[0]


def _views(rows: Iterable[Any]) -> list[StaffView]:
    return [StaffView(*row) for row in rows]


def _require_system(actor: Actor) -> None:
    if not actor.is_system:
        raise NotPermitted
