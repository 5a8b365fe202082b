"""How fast sign-in may be tried, without shutting anybody out.

Tries for a user name from unknown devices slow one another down, up to one a minute; a device that its owner has
used before has a pace of its own, so that a stranger who tries names can't keep the owner out. All unknown devices
share a pace for the whole bureau. Each try takes its turn before the password is looked at, in a transaction of
its own, so that tries made together can't pass as one.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from answerable.contexts.organisation.models import SignInPace

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=1)
FORGET_AFTER = timedelta(days=1)
EVERYBODY_EACH = timedelta(milliseconds=100)
EVERYBODY_AT_ONCE = 100

# After the free tries the wait doubles from one second.
_TAKE = """
INSERT INTO organisation_signinpace AS p (key, tries, last_at, next_at) VALUES (%(key)s, 1, %(at)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN p.last_at < %(forget)s THEN 1 ELSE p.tries + 1 END,
    last_at = %(at)s,
    next_at = %(at)s + CASE
        WHEN p.last_at < %(forget)s OR p.tries + 1 < %(free)s THEN interval '0'
        ELSE least(interval '1 second' * power(2, least(p.tries + 1 - %(free)s, 20)), %(longest)s)
    END
WHERE p.next_at <= %(at)s
RETURNING 1
"""

# A bucket that drains steadily; `next_at` is when it would be empty.
_TAKE_EVERYBODY = """
INSERT INTO organisation_signinpace AS p (key, tries, last_at, next_at)
VALUES (%(key)s, 1, %(at)s, %(at)s + %(each)s)
ON CONFLICT (key) DO UPDATE SET last_at = %(at)s, next_at = greatest(p.next_at, %(at)s) + %(each)s
WHERE p.next_at <= %(at)s + %(each)s * %(at_once)s
RETURNING 1
"""


def key_for(kind: str, name: str) -> str:
    """Return what a name, a device or everybody is counted under."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"sign-in {kind} {name}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def take_turn(key: str, at: datetime, longest: timedelta = LONGEST_WAIT) -> bool:
    """Take a turn of one name or device; False if it is too early."""
    return _took(
        _TAKE,
        {"key": key, "at": at, "forget": at - FORGET_AFTER, "free": FREE_TRIES, "longest": longest},
    )


@transaction.atomic
def take_turn_of_everybody(at: datetime) -> bool:
    """Take a turn of all unknown devices together; False if there are too many."""
    key = key_for("everybody", "")
    return _took(
        _TAKE_EVERYBODY, {"key": key, "at": at, "each": EVERYBODY_EACH, "at_once": EVERYBODY_AT_ONCE}
    )


def _took(statement: str, values: Mapping[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() is not None


def forgive(key: str) -> None:
    """Start anew after a sign-in that succeeded."""
    SignInPace.objects.filter(key=key).delete()


def take_turn_for(kind: str, name: str, at: datetime, *, longest: timedelta) -> bool:
    """Take a turn at proving something else than the password, e.g. a second factor; False if it is too early."""
    return take_turn(key_for(kind, name), at, longest)


def forgive_tries(kind: str, name: str) -> None:
    forgive(key_for(kind, name))


def forget(at: datetime) -> int:
    """Delete what no longer slows anybody down."""
    return SignInPace.objects.filter(last_at__lt=at - FORGET_AFTER).delete()[0]
