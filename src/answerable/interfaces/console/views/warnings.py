"""Early warnings: what more people told of than its past explains, who looks into it, and what was behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.insight import api as insight
from answerable.contexts.insight.api import WarningView, WeekPoint
from answerable.contexts.insight.enums import Cause
from answerable.contexts.insight.errors import WarningClosed
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.warnings import AssignForm, CloseForm
from answerable.interfaces.console.refusals import told

WIDTH, HEIGHT = 1000.0, 220.0
CLOSED_SHOWN = 30


@require_safe
@desk_page(*insight.READERS)
def warnings(request: DeskRequest) -> HttpResponse:
    """Open warnings, closed ones below, and how the budget of false alarms was kept."""
    known = insight.history()
    context = {
        "here": "warnings",
        "open": insight.warnings(request.actor),
        "closed": insight.warnings(request.actor, closed=True, limit=CLOSED_SHOWN),
        "judged": insight.budget_history(),
        "known": known,
        "too_short": known is None or (known.last - known.first).days // 7 + 1 < insight.LEAST_HISTORY,
        "least": insight.LEAST_HISTORY,
    }
    return render(request, "console/warnings/list.html", context)


@require_safe
@desk_page(*insight.READERS)
def one_warning(request: DeskRequest, warning: UUID) -> HttpResponse:
    view = insight.warning(request.actor, warning)
    return _page(request, view, CloseForm(), AssignForm(posts=_posts(request, view)))


def _page(
    request: DeskRequest, view: WarningView, close: CloseForm, assign: AssignForm, *, status: int = 422
) -> HttpResponse:
    points = insight.curve_of(view, timezone.localdate(request.at))
    context = {
        "here": "warnings",
        "warning": view,
        "until": view.week + timedelta(days=6),
        "points": points,
        "drawing": Drawing.of(points, view.week),
        "cases": _cases(view),
        "may_act": view.is_open and insight.may_act(request.actor, view.area_id),
        "close": close,
        "assign": assign,
    }
    return render(
        request,
        "console/warnings/one.html",
        context,
        status=status if close.errors or assign.errors else 200,
    )


@require_POST
@desk_page(*insight.DOERS)
def take(request: DeskRequest, warning: UUID) -> HttpResponse:
    insight.take_warning(actor=request.actor, public_id=warning, at=request.at)
    return redirect("console:warning", warning)


@require_POST
@desk_page(*insight.DOERS)
def assign(request: DeskRequest, warning: UUID) -> HttpResponse:
    view = insight.warning(request.actor, warning)
    form = AssignForm(request.POST, posts=_posts(request, view))
    if form.is_valid():
        with told(form):
            insight.assign_warning(
                actor=request.actor, public_id=warning, post_id=form.cleaned_data["post"], at=request.at
            )
            messages.success(request, _("Given. The post is told."))
            return redirect("console:warning", warning)
    return _page(request, view, CloseForm(), form)


@require_POST
@desk_page(*insight.DOERS)
def close(request: DeskRequest, warning: UUID) -> HttpResponse:
    view = insight.warning(request.actor, warning)
    form = CloseForm(request.POST)
    if form.is_valid():
        with told(form):
            try:
                insight.close_warning(
                    actor=request.actor,
                    public_id=warning,
                    cause=Cause(form.cleaned_data["cause"]),
                    words=form.cleaned_data["words"],
                    at=request.at,
                )
            except WarningClosed as error:
                # What was typed stays readable beside what somebody else wrote.
                form.add_error(None, str(error))
                closed = insight.warning(request.actor, warning)
                return _page(request, closed, form, AssignForm(posts=[]), status=WarningClosed.status)
            messages.success(request, _("Closed. Another week above its threshold raises a new warning."))
            return redirect("console:warnings")
    return _page(request, view, form, AssignForm(posts=_posts(request, view)))


def _posts(request: DeskRequest, view: WarningView) -> list[PostView]:
    """Return the posts that may look into it: who leads where it belongs or above, and the analysts there."""
    units = organisation.areas().units_for(view.area_id) if view.area_id is not None else ()
    found = [
        post
        for unit in units or (organisation.units().root.id,)
        for role in insight.DOERS
        for post in organisation.posts_holding(role, unit, at=request.at)
    ]
    return list({post.id: post for post in found}.values())


def _cases(view: WarningView) -> str:
    """Return the address of the list of the cases behind it, as far as whoever opens it sees them."""
    area = organisation.areas().get(view.area_id).code if view.area_id is not None else ""
    query = {
        "view": "all",
        "topic": view.topic_code,
        "area": area,
        "from": view.week.isoformat(),
        "until": (view.week + timedelta(days=6)).isoformat(),
    }
    return f"{reverse('console:cases')}?{urlencode({name: value for name, value in query.items() if value})}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A curve in the coordinates of its picture."""

    top: int
    counts: str
    expected: str
    band: str
    dots: tuple[str, ...]
    warned: str
    first: date
    last: date

    @classmethod
    def of(cls, points: list[WeekPoint], week: date) -> "Drawing | None":
        """Return the drawing of a curve; nothing for none."""
        if not points:
            return None
        highest = max(max(one.point.cases, one.point.high or 0) for one in points)
        top = max(4, int(highest * 1.1) + 1)
        step = WIDTH / max(1, len(points) - 1)

        def at(place: int, value: float) -> str:
            return f"{place * step:.1f},{HEIGHT * (1 - value / top):.1f}"

        known = [
            (place, one.point)
            for place, one in enumerate(points)
            if one.point.expected is not None and one.point.low is not None and one.point.high is not None
        ]
        upper = [at(place, point.high or 0) for place, point in known]
        lower = [at(place, point.low or 0) for place, point in reversed(known)]
        return cls(
            top=top,
            counts=" ".join(at(place, one.point.cases) for place, one in enumerate(points)),
            expected=" ".join(at(place, point.expected or 0) for place, point in known),
            band=" ".join([*upper, *lower]),
            dots=tuple(at(place, one.point.cases) for place, one in enumerate(points) if one.week != week),
            warned=next(
                (at(place, one.point.cases) for place, one in enumerate(points) if one.week == week), ""
            ),
            first=points[0].week,
            last=points[-1].week,
        )
