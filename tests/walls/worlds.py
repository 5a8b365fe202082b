"""Two worlds: the same city, and in one of them a matter that the reader must never know of (SECURITY, T1).

A look at a world is everything that comes back from an address: state, headers, body, and the statements that were
asked for it. Chance and the clock stand still and each look is undone, so that whatever differs is the matter itself.
"""

import copy
import io
import os
import random
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode
from tests.interfaces.console.test_permissions import NOWHERE, TABLE, address_of, addresses

from answerable.contexts.cases.enums import View
from answerable.interfaces.console.setup.urls import urlpatterns as set_up
from answerable.interfaces.portal import guesses
from answerable.interfaces.portal.views import home, track

# The wall clock of sessions and tokens.
STILL = timezone.now()
# Whether what is kept has changed is asked once a second; savepoints are this test's own.
LEFT_OUT = ("SAVEPOINT", "SELECT number FROM")


@dataclass(frozen=True)
class Hint:
    """What somebody may know or guess of a matter without being told by us, and will try everywhere."""

    reference: str
    phone: str
    words: str
    title: str
    visit: UUID | str = NOWHERE
    contest: UUID | str = NOWHERE
    file: UUID | str = NOWHERE
    message: UUID | str = NOWHERE
    unit: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Probe:
    """One thing to try."""

    method: str
    address: str
    sent: Mapping[str, str] = field(default_factory=dict)
    json: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statements: tuple[str, ...]

    @property
    def lines(self) -> list[bytes]:
        return self.body.split(b"\n")


def _lists(hint: Hint) -> Iterator[Probe]:
    for view in View:
        for page in ("cases/", "cases/panel", "cases/newer"):
            yield Probe("GET", f"/console/{page}", {"view": view})
        yield Probe("POST", "/console/cases/export", {"form": "csv", "query": f"view={view}"})
    for form in ("csv", "xlsx", "parquet"):
        yield Probe("POST", "/console/cases/export", {"form": form, "query": "view=all"})
    for name, value in (
        ("unit", hint.unit),
        ("topic", hint.topic),
        ("urgent", "on"),
        ("channel", "web"),
        ("from", "2026-05-01"),
        ("bundle", hint.reference),
        ("sort", "received"),
    ):
        yield Probe("GET", "/console/cases/", {"view": "all", name: value})
    # What a finder keeps of one page is tried on another day.
    yield Probe("GET", "/console/cases/", {"view": "all", "cursor": hint.reference})


def _searches(hint: Hint) -> Iterator[Probe]:
    said = hint.words
    prefixes = [said[:length] for length in (1, 2, 3, 5, 8, 13)] + [hint.title, hint.phone, hint.phone[-4:]]
    for words in [*prefixes, hint.reference, hint.reference[:9], hint.reference.lower()]:
        yield Probe("POST", "/console/find", {"words": words})
        yield Probe("POST", "/console/hotline/live", {"text": words, "place": "松树街"})
        yield Probe("POST", "/console/hotline/caller", {"phone": words})


def _addresses(hint: Hint) -> Iterator[Probe]:
    for name in TABLE:
        for address in _filled(name, hint):
            for method in ("GET", "POST"):
                yield Probe(
                    method, address, {"reason": "核对原话", "text": hint.words, "case": hint.reference}
                )
    for pattern in set_up:
        route = "/console/setup/" + str(pattern.pattern)
        yield Probe("GET", route.replace("<str:code>", hint.unit))
    guessed = {"If-None-Match": f'"{hint.reference}"', "If-Modified-Since": "Mon, 11 May 2026 00:00:00 GMT"}
    yield Probe("GET", f"/console/cases/{hint.reference}", headers=guessed)
    yield Probe("HEAD", f"/console/cases/{hint.reference}")
    yield Probe("OPTIONS", f"/console/cases/{hint.reference}")


def _filled(name: str, hint: Hint) -> Iterator[str]:
    address = address_of(name, hint.reference)
    if NOWHERE not in address:
        if "/act/" in address:
            for act in ("note", "answer", "dispatch", "bundle", "sign_for", "separate", "record_accused"):
                yield address.rsplit("/", 1)[0] + f"/{act}"
            return
        yield address
        return
    (pattern,) = (one for one in addresses() if one.name == name)
    kind = next(key for key in pattern.pattern.converters if key != "reference")
    known = {"visit": hint.visit, "contest": hint.contest, "file_id": hint.file, "message": hint.message}
    yield address.replace(NOWHERE, str(known.get(kind, NOWHERE)))


def _outside(hint: Hint) -> Iterator[Probe]:
    """What anybody may try who has no post: the public face and the API."""
    for (
        page
    ) in "/ /tell/ /track /rate /areas.geojson /about/data /about/deadlines /about/access /healthz".split():
        yield Probe("GET", page)
    yield Probe("POST", "/track", {"reference": hint.reference, "code": "0000-0000-0000-0000"})
    yield Probe("POST", "/rate", {"code": "0000-0000-0000-0000"})
    yield Probe("GET", f"/track/file/{hint.file}")
    yield Probe(
        "POST", "/api/v1/status", {"reference": hint.reference, "code": "0000-0000-0000-0000"}, json=True
    )
    yield Probe("GET", "/api/v1/openapi.json")


def _sent(client: Client, probe: Probe) -> Any:
    headers = dict(probe.headers)
    if probe.method != "POST":
        return client.generic(probe.method, f"{probe.address}?{urlencode(probe.sent)}", headers=headers)
    if probe.json:
        return client.post(probe.address, probe.sent, content_type="application/json", headers=headers)
    return client.post(probe.address, probe.sent, headers=headers)


def probes(hint: Hint) -> list[Probe]:
    """Return everything there is to try."""
    return [*_addresses(hint), *_lists(hint), *_searches(hint), *_outside(hint)]


def look(client: Client, probe: Probe, patch: pytest.MonkeyPatch) -> Look:
    """Try one thing, and undo what it has done."""
    _forget()
    chance = random.Random(f"{probe}")
    carried = copy.deepcopy(client.cookies)
    with patch.context() as held, transaction.atomic(), CaptureQueriesContext(connection) as asked:
        held.setattr(os, "urandom", chance.randbytes)
        held.setattr(random, "_urandom", chance.randbytes)
        held.setattr(time, "time", STILL.timestamp)
        held.setattr(timezone, "now", lambda: STILL)
        answer = _sent(client, probe)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for close in answer._resource_closers:
            close()
        transaction.set_rollback(True)
    client.cookies = carried
    said = tuple(row["sql"] for row in asked if not any(word in row["sql"] for word in LEFT_OUT))
    if body.startswith(b"PK"):
        body = _unpacked(body)
        del answer.headers["Content-Length"]
    return Look(answer.status_code, tuple(sorted(answer.headers.items())), body, said)


def _forget() -> None:
    """Begin as a server that has just started: nothing counted, nothing guessed."""
    cache.clear()
    connection.queries_log.clear()
    home._heard = home.Heard()
    track.guesses = guesses.Guesses()


def _unpacked(book: bytes) -> bytes:
    """Return what a workbook holds, but for when it was written."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist() if name != "docProps/core.xml")


def differences(there: Look, absent: Look) -> list[str]:
    """Return what differs, a line for each part, short enough to be read."""
    parts = [("status", there.status, absent.status), ("headers", there.headers, absent.headers)]
    pairs = zip_longest(there.statements, absent.statements, fillvalue="")
    parts += [("statement", one, other) for one, other in pairs]
    parts += [("body", one, other) for one, other in zip_longest(there.lines, absent.lines, fillvalue="")]
    return [f"{name}: {_apart(str(one), str(other))}" for name, one, other in parts if one != other][:3]


def _apart(one: str, other: str) -> str:
    """Return both from a little before the place where they part."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    start = max(sum(1 for _ in same) - 40, 0)
    return f"…{one[start : start + 160]}… ≠ …{other[start : start + 160]}…"
