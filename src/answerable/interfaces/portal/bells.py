"""Bells: the holder of a matter can learn that something has changed, and nobody learns for which matter they ask.

Every four hours a page of marks is written, the same for everybody. A mark is a keyed digest of the page's name under
the bell of a matter; without the bell it can't be told from chance, nor joined with the mark of another page. Marks of
chance fill each page up, so that their number says nothing either (ADR 0018).
"""

import hmac
import secrets
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.interfaces.portal.models import BellPage
from answerable.kernel.ids import ALPHABET
from answerable.kernel.keys import Key, active_key, opening_keys

EVERY = timedelta(hours=4)
KEEP = timedelta(days=60)
# A page holds a multiple of so many marks, and never none.
FILLED_TO = 128
MARK_BYTES = 8
_SYMBOLS = 24


def bell_of(reference: str) -> str:
    """Return the bell of a matter, 120 bits in groups of four; it opens nothing, it only recognises marks."""
    return _bell(active_key("bell"), reference)


def _bell(key: Key, reference: str) -> str:
    number = int.from_bytes(hmac.digest(key.material, reference.encode(), "sha256"), "big")
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(0, 5 * _SYMBOLS, 5))
    return "-".join(symbols[at : at + 4] for at in range(0, _SYMBOLS, 4))


def mark(bell: str, page: str) -> bytes:
    """Return the mark of a bell on a page, as anybody can work it out who holds the bell."""
    return hmac.digest(bell.replace("-", "").encode(), f"answerable/bell/v1\n{page}".encode(), "sha256")[
        :MARK_BYTES
    ]


def name_of(begins_at: datetime) -> str:
    """Return the name of the page of a stretch of time, e.g. `2026-11-26T12Z`."""
    return begins_at.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


def stretch_of(at: datetime) -> datetime:
    """Return when the stretch of time began that an instant lies in."""
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (at - midnight) // EVERY * EVERY


def marks_ahead(reference: str, *, at: datetime, days: int) -> list[str]:
    """Return the marks that a matter would have on the pages to come, each as a line of those pages."""
    bell, begins = bell_of(reference), stretch_of(at)
    names = (name_of(begins + EVERY * number) for number in range(days * (timedelta(days=1) // EVERY)))
    return [f"{name} {mark(bell, name).hex()}" for name in names]


def publish_pages(*, at: datetime) -> int:
    """Write the page of every stretch that is over and has none; return how many were written.

    A page covers what the sequencer has numbered since the page before: what was committed late, or numbered late,
    is on the next one, and nothing is passed over. A page is never changed, for a second look would tell chance
    from mark.
    """
    written = 0
    with transaction.atomic():
        last = BellPage.objects.select_for_update().order_by("-begins_at").first()
        ends = stretch_of(at)
        begins = max(last.begins_at + EVERY, stretch_of(at - KEEP)) if last else ends - EVERY
        upto = last.upto if last else ledger.first_leaf_since(begins)
        while begins < ends:
            chains, upto = ledger.chains_numbered(since=upto)
            page = _page(name_of(begins), {*chains, *cases.submissions_joined(chains)})
            BellPage.objects.create(begins_at=begins, upto=upto, marks=page)
            begins, written = begins + EVERY, written + 1
    BellPage.objects.filter(begins_at__lt=at - KEEP).delete()
    return written


def _page(name: str, chains: Collection[str]) -> bytes:
    """Return the marks of a page in their order, with chance among them."""
    rung = {mark(_bell(key, chain), name) for chain in chains for key in opening_keys("bell")}
    size = max(1, -(-len(rung) // FILLED_TO)) * FILLED_TO
    while len(rung) < size:
        rung.add(secrets.token_bytes(MARK_BYTES))
    return b"".join(sorted(rung))


def lines_since(begins_at: datetime) -> Iterator[str]:
    """Return every line of the pages since then, oldest page first: its name and a mark."""
    for page in BellPage.objects.filter(begins_at__gte=begins_at).order_by("begins_at"):
        marks, name = bytes(page.marks), name_of(page.begins_at)
        for at in range(0, len(marks), MARK_BYTES):
            yield f"{name} {marks[at : at + MARK_BYTES].hex()}\n"
