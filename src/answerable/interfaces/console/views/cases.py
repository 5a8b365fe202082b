"""Lists of cases: tabs with counts, filter, search, kept views, pages of fifty."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseRow
from answerable.contexts.cases.enums import View
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console import listing as listings
from answerable.interfaces.console import sealed
from answerable.interfaces.console.desk import Desk, DeskRequest, desk_page
from answerable.interfaces.console.due import Due, due_of
from answerable.interfaces.console.forms.filter import FilterForm
from answerable.interfaces.console.listing import Listing
from answerable.interfaces.console.navigation import READERS
from answerable.kernel.ids import parse_reference

PAGE = "cases"

# Which tabs stand over the lists of whom.
TABS: dict[View, frozenset[Role]] = {
    View.MINE: frozenset({Role.HANDLER}),
    View.UNIT: frozenset({Role.HANDLER, Role.LEADER, Role.INSPECTOR}),
    View.OVERDUE: READERS,
    View.DUE_TODAY: READERS,
    View.TRIAGE: frozenset({Role.DISPATCHER, Role.AGENT}),
    View.RETURNING: frozenset({Role.DISPATCHER, Role.LEADER}),
    View.EXTENSION: frozenset({Role.LEADER}),
    View.ASSIST: frozenset({Role.HANDLER, Role.LEADER}),
    View.DISPUTED: frozenset({Role.LEADER, Role.REVIEWER, Role.INSPECTOR}),
    View.URGENT: READERS,
    View.OPEN: READERS,
    View.CLOSED: READERS,
    View.ALL: READERS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what a template can't work out."""

    row: CaseRow
    due: Due
    href: str


@dataclass(frozen=True, slots=True)
class Tab:
    view: View
    href: str
    count: cases.ViewCount | None
    late: bool


def first_view(desk: Desk) -> View:
    """Return the list that somebody in this post looks at first."""
    order = ((Role.HANDLER, View.MINE), (Role.LEADER, View.UNIT), (Role.DISPATCHER, View.TRIAGE))
    return next((view for role, view in order if desk.holds(role)), View.OPEN)


def lines_of(page: cases.CasePage, listing: Listing, request: DeskRequest) -> list[Line]:
    back = listing.address()
    return [
        Line(
            row,
            due_of(row.due_at, row.state, request.at),
            reverse("console:case", args=[row.reference]) + (back if len(back) > 1 else ""),
        )
        for row in page.rows
    ]


def tabs_of(request: DeskRequest, listing: Listing) -> list[Tab]:
    counts = cases.count_by_view(request.actor, at=request.at)
    held = {role for role in Role if request.desk.holds(role)}
    return [
        Tab(view, f"?view={view}", counts.get(view), view is View.OVERDUE)
        for view, roles in TABS.items()
        if roles & held
    ]


@require_safe
@desk_page(*READERS)
def case_list(request: DeskRequest) -> HttpResponse:
    """A list with everything around it. The page's one question is `list_cases`; the tabs count themselves."""
    listing = listings.read(request.GET, view=first_view(request.desk))
    page = cases.list_cases(request.actor, listing.filter, at=request.at, cursor=listing.cursor)
    context = {
        "here": "cases",
        "listing": listing,
        "page": page,
        "lines": lines_of(page, listing, request),
        "tabs": tabs_of(request, listing),
        "views": organisation.saved_views(request.actor, PAGE),
        "form": FilterForm(request.GET),
        "chips": listing.chips(),
        "next": listing.address(cursor=page.next_cursor) if page.next_cursor else "",
        "bulk": _bulk_acts(request.desk),
    }
    return render(request, "console/cases/list.html", context)


def _bulk_acts(desk: Desk) -> bool:
    return desk.holds(Role.HANDLER, Role.LEADER, Role.DISPATCHER, Role.INSPECTOR, Role.AGENT)


@require_safe
@desk_page(*READERS)
def panel(request: DeskRequest) -> HttpResponse:
    """The list beside an open case."""
    listing = listings.read(request.GET, view=first_view(request.desk))
    page = cases.list_cases(request.actor, listing.filter, at=request.at, cursor=listing.cursor)
    context = {
        "listing": listing,
        "page": page,
        "lines": lines_of(page, listing, request),
        "open": request.GET.get("open", ""),
    }
    return render(request, "console/cases/panel.html", context)


@require_safe
@desk_page(*READERS, activity=False)
def newer(request: DeskRequest) -> HttpResponse:
    """How many rows are new since the list was drawn: a bar to press, never a list that jumps."""
    listing = listings.read(request.GET, view=first_view(request.desk))
    page = cases.list_cases(request.actor, listing.filter, at=request.at)
    shown = set(request.GET.get("shown", "").split("."))
    fresh = sum(1 for row in page.rows if row.reference not in shown)
    context = {"fresh": fresh, "href": reverse("console:cases") + listing.address()}
    return render(request, "console/cases/newer.html", context)


@require_POST
@desk_page(*READERS)
def find(request: DeskRequest) -> HttpResponse:
    """Go to the case of a reference, or to the list of what the words find."""
    words = request.POST.get("words", "").strip()[:200]
    reference = parse_reference(words)
    if reference is not None:
        return redirect("console:case", reference)
    listing = listings.read(QueryDict(request.POST.get("query", "")), view=View.ALL)
    token = sealed.seal("words", words) if words else ""
    return redirect(
        reverse("console:cases") + listing.address(**{listings.SEARCH: token, "view": listing.view})
    )


@require_POST
@desk_page(*READERS)
def save_view(request: DeskRequest) -> HttpResponse:
    """Keep the list as it is narrowed now."""
    listing = listings.read(QueryDict(request.POST.get("query", "")), view=first_view(request.desk))
    view = organisation.save_view(
        actor=request.actor,
        page=PAGE,
        name=request.POST.get("name", ""),
        query=listing.without_cursor(),
        at=request.at,
    )
    messages.success(request, _("The list is kept as “%(name)s”.") % {"name": view.name})
    return redirect(reverse("console:cases") + listing.address())


@require_POST
@desk_page(*READERS)
def delete_view(request: DeskRequest, view: UUID) -> HttpResponse:
    organisation.delete_view(actor=request.actor, public_id=view, at=request.at)
    messages.success(request, _("The list is no longer kept. Its cases are where they were."))
    return redirect("console:cases")
