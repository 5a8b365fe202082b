"""Whether something has changed, asked without saying for which matter: everybody gets the same pages of marks."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from answerable.interfaces.portal import bells as pages
from answerable.interfaces.portal.views.receipt import TYPE, as_file, public_address
from answerable.interfaces.portal.views.track import NotOpened, own_matter, tracked
from answerable.kernel import clock

AHEAD_DAYS = 90


@require_safe
def bells(request: HttpRequest) -> HttpResponse:
    """The page on which a browser compares by itself; a bell typed here is sent nowhere."""
    return render(request, "portal/bells/page.html", {"here": "track", "address": public_address()})


@require_safe
@gzip_page
def lines(_: HttpRequest, days: int) -> HttpResponse:
    """All marks of the last days. There is no smaller question, so that none says what somebody looks for."""
    since = pages.stretch_of(clock.now()) - timedelta(days=days)
    response = HttpResponse("".join(pages.lines_since(since)), content_type=TYPE)
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@never_cache
@require_safe
@own_matter
def save_marks(request: HttpRequest) -> HttpResponse:
    """The marks that the matter that is open here would have, for whoever compares them without a browser."""
    held = tracked(request)
    if held is None:
        raise NotOpened
    ahead = pages.marks_ahead(held.reference, at=clock.now(), days=AHEAD_DAYS)
    return as_file("".join(f"{line}\n" for line in ahead), "marks.txt")
