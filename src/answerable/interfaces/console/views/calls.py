"""The call desk: residents who were not satisfied, called by somebody who had no part in it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import RoundState
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.enums import Role
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import ReviewAct, VisitState
from answerable.interfaces.console import kept
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.due import due_of
from answerable.interfaces.console.forms.calls import AttemptForm, ConcludeForm, ContestForm
from answerable.interfaces.console.refusals import told
from answerable.kernel.errors import Conflict, NotFound, NotPermitted

CALLERS = (Role.REVIEWER, Role.LEADER, Role.INSPECTOR)

# One question at a time; the key of the next one is in the script.
SCRIPT = (
    gettext_lazy(
        "Good day. I am calling from the bureau, and I had no part in your matter. May we talk now?"
    ),
    gettext_lazy("You were not content with the answer. What is not good enough?"),
    gettext_lazy("Has the problem itself been solved? What of it is left?"),
    gettext_lazy("How were you treated? Did anybody ask you to rate it well?"),
    gettext_lazy("What would you call a good result?"),
    gettext_lazy(
        "I read back what I have written. You'll be told what follows, and you may object if we don't agree."
    ),
)


@require_safe
@desk_page(*CALLERS)
def queue(request: DeskRequest) -> HttpResponse:
    """Who is to be called, the earliest first, and which objections wait for this level."""
    rows = review.visits(request.actor, at=request.at)
    context = {
        "here": "calls",
        "rows": [(row, due_of(row.due_at, RoundState.DISPUTED, request.at)) for row in rows],
        "contests": [
            (row, due_of(row.due_at, RoundState.DISPUTED, request.at))
            for row in review.contests(request.actor, at=request.at)
        ],
        "mine": [row for row in rows if row.reviewer_post_id == request.actor.post_id],
    }
    return render(request, "console/calls/queue.html", context)


@require_POST
@desk_page(*CALLERS)
def next_call(request: DeskRequest) -> HttpResponse:
    """Take the first call whose time has come and that nobody else has, and go to it."""
    for row in review.visits(request.actor, at=request.at):
        mine = row.reviewer_post_id == request.actor.post_id
        if (row.state is not VisitState.WAITING and not mine) or not row.is_time(request.at):
            continue
        try:
            review.take_visit(actor=request.actor, visit_id=row.public_id, at=request.at)
        except Conflict:
            continue
        return redirect("console:call", row.public_id)
    messages.success(request, _("Nobody waits for a call. Well done."))
    return redirect("console:calls")


@require_POST
@desk_page(*CALLERS)
def take(request: DeskRequest, visit: UUID) -> HttpResponse:
    review.take_visit(actor=request.actor, visit_id=visit, at=request.at)
    return redirect("console:call", visit)


@require_POST
@desk_page(*CALLERS)
def release(request: DeskRequest, visit: UUID) -> HttpResponse:
    review.release_visit(actor=request.actor, visit_id=visit, at=request.at)
    messages.success(request, _("The call is back in the queue."))
    return redirect("console:calls")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*CALLERS)
def call(request: DeskRequest, visit: UUID) -> HttpResponse:
    """One call: what was asked and answered, the script, what came of it, what follows."""
    view = review.visit_view(request.actor, visit, at=request.at)
    if request.method != "POST":
        return _page(request, view, AttemptForm(kept.typed_before(request)), ConcludeForm())
    return _attempt(request, view)


def _attempt(request: DeskRequest, view: review.VisitView) -> HttpResponse:
    form = AttemptForm(request.POST)
    if form.is_valid():
        with told(form):
            form.perform(request, view.public_id)
            messages.success(request, _("The call is recorded."))
            return redirect("console:call", view.public_id)
    return _page(request, view, form, ConcludeForm(), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*CALLERS)
def conclude(request: DeskRequest, visit: UUID) -> HttpResponse:
    """Decide what follows, then the next call."""
    view = review.visit_view(request.actor, visit, at=request.at)
    if request.method != "POST":
        return _page(request, view, AttemptForm(), ConcludeForm(kept.typed_before(request)))
    form = ConcludeForm(request.POST)
    if form.is_valid():
        with told(form):
            form.perform(request, visit)
            messages.success(request, _("Decided. The resident is told."))
            return redirect("console:calls")
    return _page(request, view, AttemptForm(), form, status=422)


def _page(
    request: DeskRequest,
    view: review.VisitView,
    attempt: AttemptForm,
    conclude: ConcludeForm,
    *,
    contact: parties.Contact | None = None,
    status: int = 200,
) -> HttpResponse:
    case = cases.open_case(request.actor, view.reference, request.at, ground=ledger.Ground.REVIEWS)
    answered = next((one for one in case.rounds if one.number == view.round_no), case.round)
    context = {
        "here": "calls",
        "visit": view,
        "case": case,
        "answered": answered,
        "due": due_of(view.due_at, RoundState.DISPUTED, request.at),
        "script": SCRIPT,
        "attempt": attempt,
        "conclude": conclude,
        "contact": contact,
        "somebody": case.party is not None or case.sender_closed,
        "may_record": ReviewAct.RECORD_ATTEMPT in view.allowed_acts,
        "may_conclude": ReviewAct.CONCLUDE in view.allowed_acts,
        "may_release": ReviewAct.RELEASE in view.allowed_acts,
        "may_take": ReviewAct.TAKE in view.allowed_acts,
    }
    return render(request, "console/calls/call.html", context, status=status)


@require_POST
@desk_page(*CALLERS)
def number(request: DeskRequest, visit: UUID) -> HttpResponse:
    """Open the number of the resident, who reads that it was opened for this call."""
    view = review.visit_view(request.actor, visit, at=request.at)
    if ReviewAct.RECORD_ATTEMPT not in view.allowed_acts:
        raise NotPermitted
    case = cases.case_view(request.actor, view.reference, request.at)
    # Whoever calls back is outside the unit, so that confidence does not stand against it.
    party_id = cases.facts_of([case.case_id])[case.case_id].party_id
    if party_id is None:
        raise NotFound
    contact = parties.open_identity(
        actor=request.actor,
        party_id=party_id,
        chain=case.reference,
        ground=ledger.Ground.REVIEWS,
        at=request.at,
    )
    return _page(request, view, AttemptForm(), ConcludeForm(), contact=contact)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*CALLERS)
def contest(request: DeskRequest, contest: UUID) -> HttpResponse:
    """Decide on an objection to a refusal: once, by the level above."""
    row = next(
        (one for one in review.contests(request.actor, at=request.at) if one.public_id == contest), None
    )
    if row is None:
        raise NotFound
    form = ContestForm(request.POST or kept.typed_before(request))
    if request.method == "POST" and form.is_valid():
        with told(form):
            form.perform(request, contest)
            messages.success(request, _("Decided. The resident is told."))
            return redirect("console:calls")
    due = due_of(row.due_at, RoundState.DISPUTED, request.at)
    context = {"here": "calls", "contest": row, "due": due, "form": form}
    failed = request.method == "POST"
    return render(request, "console/calls/contest.html", context, status=422 if failed else 200)
