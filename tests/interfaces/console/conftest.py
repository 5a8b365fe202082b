"""What the tests of the desk share."""

from datetime import datetime

import pytest
from tests.interfaces.console import bureau

import given
from answerable.kernel import clock


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = bureau.AT

    def now(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped.now)
    return stopped


@pytest.fixture
def city(db: None) -> given.Bureau:
    return bureau.build()
