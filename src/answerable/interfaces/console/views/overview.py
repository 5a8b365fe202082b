"""What a leader or inspector looks at: the subtree by deadline, what waits for a decision, how it is rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseFilter, UnitLoad
from answerable.contexts.cases.enums import View
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.review import api as review
from answerable.interfaces.console import listing as listings
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.views.cases import Line, lines_of
from answerable.interfaces.console.views.today import Tile

WATCHERS = (Role.LEADER, Role.INSPECTOR, Role.ANALYST)
DAYS = 30
WAITING = 6
TILES = (View.OPEN, View.OVERDUE, View.DUE_TODAY, View.DISPUTED, View.RETURNING, View.EXTENSION, View.URGENT)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with the work of its whole subtree."""

    unit_id: int
    name: str
    count: int
    late: int
    due_today: int
    href: str

    @property
    def share_late(self) -> float:
        return self.late / self.count if self.count else 0.0


@require_safe
@desk_page(*WATCHERS)
def overview(request: DeskRequest) -> HttpResponse:
    root = _root(request)
    counts = cases.count_by_view(request.actor, request.at)
    context = {
        "here": "overview",
        "tiles": _tiles(counts),
        "units": _units(root, cases.load_by_unit(request.actor, request.at)),
        "waiting": [
            *_waiting(request, View.RETURNING, counts),
            *_waiting(request, View.EXTENSION, counts),
        ],
        "figures": _figures(request, root),
        "days": DAYS,
        "hotline": request.desk.holds(Role.LEADER) and bool(intake.agents_of(request.actor, request.at)),
        "root": organisation.units().get(root),
    }
    return render(request, "console/overview/page.html", context)


def _root(request: DeskRequest) -> int:
    """Return the highest unit that the post watches."""
    reach = request.actor.reach(WATCHERS)
    tree = organisation.units()
    return min(reach, key=lambda unit_id: (tree.depth(unit_id), unit_id))


def _tiles(counts: Mapping[View, cases.ViewCount]) -> list[Tile]:
    base = reverse("console:cases")
    return [
        Tile(
            view,
            counts[view],
            f"{base}?view={view}",
            "late" if view is View.OVERDUE and counts[view].count else "",
        )
        for view in TILES
    ]


def _units(root: int, loads: list[UnitLoad]) -> list[UnitLine]:
    """Return the units below the root, or the root itself where it has none, the latest first."""
    tree = organisation.units()
    by_unit = {load.unit_id: load for load in loads}
    below = tree.children(root) or (tree.get(root),)
    found = []
    for unit in below:
        inside = [by_unit[unit_id] for unit_id in tree.subtree(unit.id) if unit_id in by_unit]
        if not inside:
            continue
        found.append(
            UnitLine(
                unit.id,
                unit.name(),
                sum(load.count for load in inside),
                sum(load.late for load in inside),
                sum(load.due_today for load in inside),
                f"{reverse('console:cases')}?view=overdue&unit={unit.code}",
            )
        )
    return sorted(found, key=lambda line: (-line.late, -line.count, line.name))


def _waiting(request: DeskRequest, view: View, counts: Mapping[View, cases.ViewCount]) -> list[Line]:
    if not counts[view].count:
        return []
    page = cases.list_cases(request.actor, CaseFilter(view=view), request.at, limit=WAITING, with_count=False)
    return lines_of(page, listings.Listing({"view": str(view)}, CaseFilter(view=view), None), request)


def _figures(request: DeskRequest, root: int) -> review.Figures | None:
    end = request.at
    start: datetime = end - timedelta(days=DAYS)
    return review.figures(request.actor, root, start=start, end=end)
