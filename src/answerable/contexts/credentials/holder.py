"""Who acts when the holder of an account proves who he is: a person, in no post yet."""

from answerable.contexts.organisation.api import Account
from answerable.kernel.actor import Actor, ActorKind


def acting(account: Account) -> Actor:
    return Actor(kind=ActorKind.STAFF, name=account.person.name, person_id=account.person_id)
