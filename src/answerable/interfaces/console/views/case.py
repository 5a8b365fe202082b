"""The page of a case: what happened, what may be done, and the facts beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseView
from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.deadlines.api import ClockKind, ClockState, ClockView
from answerable.contexts.files import api as files
from answerable.contexts.review import api as review
from answerable.interfaces.console import listing as listings
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.due import Due, due_of
from answerable.interfaces.console.forms.acts import FORMS, ORDER
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.timeline import entries_of
from answerable.interfaces.console.views.cases import first_view

IN_THE_BAR = 5
ANSWERED_LATE = _("answered late")
ANSWERED_IN_TIME = _("answered in time")


@dataclass(frozen=True, slots=True)
class Button:
    """An act that is allowed now."""

    act: Act
    label: str | Promise
    key: str
    href: str
    first: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline with how much of its time is gone, and why it is due when it is."""

    label: str | Promise
    due: Due
    view: ClockView
    fraction: float | None
    why: str


def buttons_of(case: CaseView) -> tuple[Sequence[Button], Sequence[Button]]:
    """Return the acts for the bar and those for the menu behind it; nothing that a service would refuse."""
    allowed = [act for act in ORDER if act in case.allowed_acts]
    buttons = [
        Button(
            act,
            act.label,
            FORMS[act].key,
            reverse("console:act", args=[case.reference, slug(act)]),
            first=index == 0,
        )
        for index, act in enumerate(allowed)
    ]
    return buttons[:IN_THE_BAR], buttons[IN_THE_BAR:]


def slug(act: Act) -> str:
    return act.value.replace("_", "-")


def clocks_of(case: CaseView, request: DeskRequest) -> list[Clock]:
    """Return the deadlines that still run or were missed, the answer's first."""
    order = (
        ClockKind.ANSWER,
        ClockKind.SIGN_FOR,
        ClockKind.FIRST_CONTACT,
        ClockKind.ACKNOWLEDGE,
        ClockKind.CLOSE,
    )
    language = get_language() or "zh"
    found = []
    for kind in order:
        clock = case.clocks.get(kind)
        if clock is None or (clock.state is ClockState.STOPPED and kind is not ClockKind.ANSWER):
            continue
        running = clock.state is ClockState.RUNNING
        due = due_of(clock.due_at, case.state, request.at) if running else _stopped(clock, case.state)
        fraction = clock.fraction(request.at) if running else None
        found.append(Clock(kind.label, due, clock, fraction, clock.why(language)))
    return found


def _stopped(clock: ClockView, state: RoundState) -> Due:
    if clock.state is ClockState.PAUSED:
        return due_of(None, RoundState.ASKING, clock.started_at)
    exact = f"{timezone.localtime(clock.due_at):%Y-%m-%d %H:%M}"
    if clock.stopped_at is not None and clock.stopped_at > clock.due_at:
        return Due(str(ANSWERED_LATE), "late", exact)
    return Due(str(ANSWERED_IN_TIME), "good", exact)


@require_safe
@desk_page(*READERS)
def case_page(request: DeskRequest, reference: str) -> HttpResponse:
    """Open a case. That it was opened is recorded, and the resident can read it."""
    case = cases.open_case(request.actor, reference, request.at)
    return render(request, "console/case/page.html", page_of(request, case))


def page_of(request: DeskRequest, case: CaseView) -> dict[str, object]:
    bar, menu = buttons_of(case)
    listing = listings.read(request.GET, view=first_view(request.desk))
    return {
        "here": "cases",
        "case": case,
        "entries": entries_of(case),
        "clocks": clocks_of(case, request),
        "bar": bar,
        "menu": menu,
        "files": files.describe([one.file_id for one in case.attachments]) if case.attachments else {},
        "reviews": reviews_of(request, case),
        "listing": listing,
        "oversees": cases.oversees(request.actor),
        "may_open_identity": may_open_identity(case),
        "mine": case.handler_post_id == request.actor.post_id,
    }


def reviews_of(request: DeskRequest, case: CaseView) -> Sequence[review.RoundReview]:
    """Return how the answers were rated and what came of it; a case without an answer asks nothing."""
    if all(one.answered_at is None for one in case.rounds):
        return ()
    return review.review_view(request.actor, case.case_id, at=request.at)


def may_open_identity(case: CaseView) -> bool:
    """Tell whether the actor has a reason to know who the resident is: only who may contact them."""
    return case.party_id is not None and Act.LOG_CONTACT in case.allowed_acts
