"""The first page of the set-up: what can be set up, and how complete it is."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals import api as proposals
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.setup.sheet import sets_up_bureau


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the set-up: what is in it, and what is missing, if anything."""

    url: str
    name: str | Promise
    text: str | Promise
    count: int
    missing: str | Promise = ""

    @property
    def href(self) -> str:
        return reverse(f"console:setup:{self.url}")


@require_safe
@desk_page(Role.SETUP)
def home(request: DeskRequest) -> HttpResponse:
    context = {"here": "setup", "rooms": _rooms(request), "mine": sets_up_bureau(request)}
    return render(request, "console/setup/home.html", context)


def _rooms(request: DeskRequest) -> list[Room]:
    today = timezone.localdate(request.at)
    held = [post for post in organisation.posts_not_ended(today) if post.is_held(today)]
    next_year = deadlines.calendar_table(today.year + 1).rows
    late_in_year = today.month >= 11
    return [
        Room(
            "units", _("Units and posts"), _("The tree, who has which post, and what it may do."), len(held)
        ),
        Room(
            "proposals",
            _("Second person"),
            _("Rights, accounts and rules that one proposed and another has to confirm."),
            proposals.waiting_for(request.actor, at=request.at),
        ),
        Room(
            "areas",
            _("Areas"),
            _("Parts of the city, what people call them, who is responsible."),
            len(organisation.areas()),
            "" if len(organisation.areas()) else _("Without areas no case finds its unit by place."),
        ),
        Room(
            "topics",
            _("Topics"),
            _("What cases are about, in two levels."),
            len(cases.topics()),
            "" if len(cases.topics()) else _("Without topics nothing can be classified."),
        ),
        Room(
            "catalogue",
            _("Duties"),
            _("Which unit a case goes to, by topic, area and kind."),
            len(dispatch.catalogue()),
            "" if dispatch.catalogue() else _("Every case waits for a dispatcher until there is one."),
        ),
        Room(
            "calendar",
            _("Calendar"),
            _("Working hours, public holidays, make-up days."),
            len(deadlines.calendar_table(today.year).rows),
            _("Next year's holidays are missing.") if late_in_year and not next_year else "",
        ),
        Room(
            "clocks",
            _("Deadlines"),
            _("How much time is allowed for what, and why."),
            len(deadlines.clocks_table().rows),
        ),
        Room(
            "templates",
            _("Templates"),
            _("Texts to begin an answer with, and what goes out by itself."),
            len(cases.templates()),
        ),
        Room(
            "channels",
            _("Channels"),
            _("Ways in and out: gateways, how they do, and whether each day adds up."),
            len(messaging.gateways(request.actor)),
        ),
    ]
