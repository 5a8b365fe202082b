"""The first page of the day: what waits for this post, each line opening into its list."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import View
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console import listing as listings
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.views.cases import TABS, first_view, lines_of

SHOWN = 12
# What is never said with a number on this page.
UNCOUNTED = frozenset({View.CLOSED, View.ALL})
LATE = frozenset({View.OVERDUE})


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that opens into its list."""

    view: View
    count: cases.ViewCount
    href: str
    tone: str


@require_safe
@desk_page()
def today(request: DeskRequest) -> HttpResponse:
    if not request.desk.holds(*READERS):
        return render(request, "console/today.html", {"here": "today"})
    held = {role for role in Role if request.desk.holds(role)}
    counts = cases.count_by_view(request.actor, request.at)
    tiles = [
        Tile(
            view,
            counts[view],
            f"{reverse('console:cases')}?view={view}",
            "late" if view in LATE and counts[view].count else "",
        )
        for view, roles in TABS.items()
        if roles & held and view not in UNCOUNTED
    ]
    listing = listings.read(request.GET, view=first_view(request.desk))
    page = cases.list_cases(request.actor, listing.filter, request.at, limit=SHOWN, with_count=False)
    context = {
        "here": "today",
        "tiles": tiles,
        "listing": listing,
        "lines": lines_of(page, listing, request),
        "more": page.next_cursor is not None,
    }
    return render(request, "console/today.html", context)
