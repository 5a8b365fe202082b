"""The first page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.kernel import clock

SHOWN = 6
AT_LEAST = 10
FRESH = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Bar:
    """A topic, how often it came up, and how that compares with the most frequent one."""

    name: str
    count: int
    share: float


class Heard:
    """What came in this month, counted at most every ten minutes however many people look."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._counts: list[tuple[str, int]] = []
        self._lock = Lock()

    def counts(self, at: datetime) -> list[tuple[str, int]]:
        with self._lock:
            if self._until is None or not self._until - FRESH <= at < self._until:
                first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
                self._counts = cases.heard(first, at, at_least=AT_LEAST)
                self._until = at + FRESH
            return self._counts


_heard = Heard()


def bars(counts: list[tuple[str, int]]) -> list[Bar]:
    """Return the most frequent topics in the reader's language."""
    most = max((count for _, count in counts), default=1)
    names = cases.topics()
    return [Bar(names.name(code), count, count / most) for code, count in counts[:SHOWN]]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"heard": bars(_heard.counts(clock.now()))})
