"""How staff sign in in the tests: a password, then a code of an authenticator app whose key the test knows."""

from datetime import datetime
from typing import Any

from django.test import Client

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation import api as organisation
from answerable.kernel import clock
from answerable.kernel.actor import Actor

SYSTEM = Actor.system("test")
PASSWORD = "seven quiet rivers at noon"
SECRET = b"twenty known bytes!!"


def may_enter(username: str, at: datetime) -> None:
    """Give an account the tests' password and a new app."""
    organisation.set_password(actor=SYSTEM, username=username, password=PASSWORD, at=at)
    has_new_app(username, at)


def has_new_app(username: str, at: datetime) -> None:
    """Give an account an app none of whose codes was used; codes are good once, and the tests' clock stands still."""
    credentials.set_app(actor=SYSTEM, username=username, secret=SECRET, at=at)


def code_now() -> str:
    return credentials.code_at(SECRET, clock.now())


def signs_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    """Give password and code; return the answer to the code, or to a password that was refused."""
    answer = client.post("/console/sign-in", {"username": username, "password": password, **more})
    if answer.status_code != 302:
        return answer
    assert answer["Location"] == "/console/sign-in/second"
    return client.post("/console/sign-in/second", {"code": code_now()})
