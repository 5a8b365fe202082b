"""What every page of the desk goes through: who acts, in which post, and what happens when something is refused.

A page is a function under `@desk_page(…roles)`. Its request carries `desk` (the shell), `actor` and `at`; it makes one
domain call and lets errors fly: they become a page that keeps what was typed.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView, TimedGrant, UnitView
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console import door, kept, session
from answerable.interfaces.console.fresh import Fresh, ask, is_stale
from answerable.interfaces.console.navigation import ON_A_PHONE, Place, places_for
from answerable.interfaces.console.session import Sitting
from answerable.kernel import clock, row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError, Invalid, NotPermitted
from answerable.processes.read_notices import unread_notices

P = ParamSpec("P")


class Desk:
    """The shell around a page: the post, its rooms, and what waits to be read."""

    def __init__(self, sitting: Sitting, post: PostView, actor: Actor, at: datetime) -> None:
        self.sitting = sitting
        self.post = post
        self.posts = sitting.posts
        self.actor = actor
        self.at = at

    @cached_property
    def unit(self) -> UnitView:
        return organisation.units().get(self.post.unit_id)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return places_for(self.actor.grants)

    @property
    def on_a_phone(self) -> tuple[Place, ...]:
        return self.places[:ON_A_PHONE]

    @cached_property
    def unread(self) -> int:
        return unread_notices(self.actor)

    @cached_property
    def more_rights(self) -> tuple[TimedGrant, ...]:
        """What the post holds for some hours, so that nobody forgets it."""
        return tuple(one for one in self.post.timed if one.holds(self.at))

    def holds(self, *roles: Role) -> bool:
        return bool(self.actor.reach(roles))


class DeskRequest(HttpRequest):
    """A request of somebody who has signed in and chosen a post."""

    desk: Desk
    actor: Actor
    at: datetime
    htmx: HtmxDetails


Page = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a page asks of whoever opens it; read by the test of the permission table."""

    roles: frozenset[Role]
    activity: bool
    fresh: Fresh


def desk_page(
    *roles: Role, activity: bool = True, fresh: Fresh = Fresh.NOT
) -> Callable[[Page[P]], Callable[..., HttpResponseBase]]:
    """Open a page to posts that hold one of the roles somewhere (none named: to every post).

    `activity=False` is for what a page asks by itself: it does not keep a session alive. `fresh` is for what opens an
    identity, gives a right or takes data out: the second factor must have been given a moment ago.
    """
    gate = Gate(frozenset(roles) or frozenset(Role), activity, fresh)

    def decorate(page: Page[P]) -> Callable[..., HttpResponseBase]:
        @wraps(page)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            at = clock.now()
            sitting = session.sitting_of(request, at)
            if sitting is None:
                return _ask_to_sign_in(request)
            if sitting.must_change:
                return redirect("console:password")
            if sitting.post is None:
                return redirect("console:post")
            desk_request = _admit(request, sitting, sitting.post, at)
            with row_security.within(cases.row_scope(desk_request.actor)):
                response = _answer(gate, page, desk_request, *args, **kwargs)
            add_never_cache_headers(response)
            if activity:
                session.leave_trace(request, response, at, sitting)
            return response

        opened.gate = gate  # type: ignore[attr-defined]
        return opened

    return decorate


def _answer(
    gate: Gate, page: Page[P], request: DeskRequest, *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    try:
        if not request.actor.reach(gate.roles):
            raise NotPermitted
        if is_stale(gate.fresh, request.desk.sitting, request.at):
            return ask(request, gate.fresh, int(request.user.pk or 0))
        # What only reads does so in one transaction; an act brings its own.
        with transaction.atomic() if request.method in ("GET", "HEAD") else nullcontext():
            response = page(request, *args, **kwargs)
        if response.status_code < 400:
            kept.forget(request)
    except AnswerableError as error:
        response = error_page(request, error)
    return response


def _admit(request: HttpRequest, sitting: Sitting, post: PostView, at: datetime) -> DeskRequest:
    known = cast(DeskRequest, request)
    known.at = at
    known.actor = sitting.actor(at)
    known.desk = Desk(sitting, post, known.actor, at)
    return known


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page; what was posted goes along. A part of a page says it in its place."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=401)
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = "signed-out"
        return response
    if request.method != "POST":
        return redirect(f"{reverse('console:sign_in')}?{urlencode({'next': request.path})}")
    account_id = request.user.pk if request.user.is_authenticated else None
    return door.show(
        request,
        door.SignIn(),
        kept=kept.seal(request, account_id),
        lost_files=bool(request.FILES),
        status=401,
    )


def error_page(request: DeskRequest, error: AnswerableError) -> HttpResponse:
    """Say what happened, and show again whatever was typed, so that nothing is lost."""
    left_out = ("csrfmiddlewaretoken", "version")
    typed: list[Any] = [
        value for name, value in request.POST.items() if name not in left_out and len(value) > 20
    ]
    context = {"error": error, "faults": error.faults if isinstance(error, Invalid) else (), "typed": typed}
    return render(request, "console/error.html", context, status=error.status)
