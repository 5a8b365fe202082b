"""The receipt in the resident's hand: the promise at once, the proofs when the journal has them."""

from datetime import datetime

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.ledger import api as ledger
from answerable.interfaces.portal import drafts
from answerable.interfaces.portal.views.track import NotOpened, own_matter, tracked
from answerable.kernel import clock, row_security
from answerable.kernel.errors import NotFound
from answerable.kernel.ids import ALPHABET
from answerable.kernel.row_security import Door, Scope

TYPE = "text/plain; charset=utf-8"


def receipt_of(reference: str, at: datetime) -> ledger.ReceiptFile | None:
    """Return the receipt of a matter whose holder has shown that it is theirs."""
    with row_security.reading(Scope(Door.RESIDENT, chain=reference)):
        return ledger.receipt_of(reference, at)


def promise_of(reference: str, at: datetime) -> tuple[str, str] | None:
    """Return the acceptance note of what was just received, and the printed form of its line's hash."""
    with row_security.reading(Scope(Door.RESIDENT, chain=reference)):
        leaf = ledger.first_leaves([reference]).get(reference)
    if leaf is None:
        return None
    return ledger.accept_line(leaf, accepted=at, at=clock.now()), printed(leaf)


def printed(leaf: bytes) -> str:
    """Return a hash as it can be read off paper: groups of four, no letter that looks like a digit."""
    number = int.from_bytes(leaf, "big") << 4
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(255, -1, -5))
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))


def drawn(text: str) -> str:
    """Draw a text as a QR code, so that a phone can keep it without a file."""
    return str(segno.make(text, error="l", micro=False).svg_data_uri(border=2, omitsize=True))


@never_cache
@require_POST
def save_promise(request: HttpRequest) -> HttpResponse:
    """Hand out the acceptance note of what this browser has just sent."""
    telling = drafts.load(request, at=clock.now())
    if not telling.is_sent:
        return redirect("portal:track")
    found = receipt_of(telling.reference, clock.now())
    if found is None:
        raise NotFound
    return as_file(found.text, f"{telling.reference}.tlog-proof")


@never_cache
@require_safe
@own_matter
def save_proofs(request: HttpRequest) -> HttpResponse:
    """Hand out the proofs of everything that has happened in the matter that is open here."""
    held = tracked(request)
    if held is None:
        raise NotOpened
    found = ledger.receipt_of(held.reference, clock.now())
    if found is None:
        raise NotFound
    return as_file(found.text, f"{held.reference}.tlog-proof")


def as_file(text: str, name: str, kind: str = TYPE) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def public_address() -> str:
    return str(settings.OPTIONS.public_url)
