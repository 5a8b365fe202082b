"""The journal for everybody: its newest checkpoint, those before, its keys and witnesses, and how to check them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.contexts.ledger import api as ledger
from answerable.interfaces.portal.views.receipt import TYPE, public_address

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A witness by its own name and clock; `lines` are what it has signed last, None under the newest checkpoint."""

    name: str
    at: datetime | None
    lines: int | None = None
    forked: bool = False


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """What the world may know of the journal. It says nothing of any matter."""
    newest = ledger.newest_checkpoint()
    before = _number(request.GET.get("before", ""))
    history = ledger.checkpoint_history(before=before, limit=SHOWN + 1)
    page = {
        "here": "journal",
        "newest": newest,
        "root": newest.root.hex() if newest else "",
        "history": history[:SHOWN],
        "older": history[SHOWN - 1].size if len(history) > SHOWN else None,
        "keys": ledger.published().known_keys(),
        "witnesses": witnesses(newest) if newest else [],
        "enough": ledger.has_quorum(newest) if newest else None,
        "qr": segno.make(newest.note, error="l").svg_data_uri(border=2, omitsize=True) if newest else "",
        "address": public_address(),
    }
    return render(request, "portal/journal/page.html", page)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def witnesses(newest: ledger.Shown) -> list[Witnessed]:
    """Return who else has signed, and who was asked and has not. A cosignature begins with its time (C2SP)."""
    signatures = ledger.parse_note(newest.note).signatures
    here = [Witnessed(one.name, _time(one.payload)) for one in signatures if len(one.payload) == 72]
    names = {one.name for one in here}
    asked = [one for one in ledger.read_standings(ledger.published()) if one.key_name not in names]
    return here + [_absent(one) for one in asked]


def _absent(standing: ledger.Standing) -> Witnessed:
    return Witnessed(standing.key_name, standing.cosigned_at, standing.size, standing.forked)


def _time(payload: bytes) -> datetime:
    # A time beyond the calendar is a witness's own nonsense, and no reason for an error.
    return datetime.fromtimestamp(min(int.from_bytes(payload[:8], "big"), 253_402_300_799), UTC)


@require_safe
def acceptance_keys(request: HttpRequest) -> HttpResponse:
    """The keys of acceptance notes, each with the proof that the journal names it."""
    response = HttpResponse("".join(ledger.acceptance_keys()), content_type=TYPE)
    response["Cache-Control"] = "public, max-age=60"
    return response
