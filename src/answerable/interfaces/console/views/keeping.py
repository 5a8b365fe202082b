"""How long things are kept: the rules with what they will erase, what is held back, what residents ask, what went."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals import api as proposals
from answerable.contexts.retention import api as retention
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.keeping import DecisionForm, HoldForm, LiftForm, RuleForm
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.setup.sheet import sets_up_bureau
from answerable.kernel.errors import Conflict, NotFound
from answerable.kernel.ids import parse_reference

GET_OR_POST = ["GET", "HEAD", "POST"]
NEWEST = 50


@require_http_methods(GET_OR_POST)
@desk_page(Role.INSPECTOR, Role.SETUP)
def rules(request: DeskRequest) -> HttpResponse:
    """The rules and what each would erase; what is posted is proposed to a second person."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            said = form.cleaned_data
            wanted = {"kind": said["kind"], "topic_code": said["topic"], "months": said["months"]}
            proposals.propose(
                actor=request.actor,
                kind=retention.SAVE,
                facts={**wanted, "why_zh": said["why_zh"], "why_en": said["why_en"]},
                at=request.at,
            )
            messages.success(
                request, _("Proposed. It holds seven days after another person has confirmed it.")
            )
            return redirect("console:keeping")
    tree, language = cases.topics(), get_language() or "zh"
    due = retention.preview(request.actor, request.at)
    context = {
        "here": "keeping",
        "form": form if sets_up_bureau(request) else None,
        "decides": retention.may_decide(request.actor),
        "lines": [
            {
                "due": one,
                "kind": Kind(one.rule.kind).label if one.rule.kind else _("Any"),
                "topic": tree.name(one.rule.topic_code) if one.rule.topic_code else _("Any"),
                "why": one.rule.why(language),
                "holds": one.rule.holds_from <= request.at,
            }
            for one in due
        ],
    }
    return render(request, "console/keeping/rules.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page(Role.SETUP, fresh=Fresh.BUTTON)
def remove_rule(request: DeskRequest) -> HttpResponse:
    wanted = {"kind": request.POST.get("kind", "")[:20], "topic_code": request.POST.get("topic", "")[:60]}
    proposals.propose(actor=request.actor, kind=retention.REMOVE, facts=wanted, at=request.at)
    messages.success(request, _("Proposed. The rule is gone once another person confirms it."))
    return redirect("console:keeping")


@require_http_methods(GET_OR_POST)
@desk_page(Role.INSPECTOR)
def holds(request: DeskRequest) -> HttpResponse:
    """What a procedure under the law needs, and holding another case."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            reference = parse_reference(form.cleaned_data["reference"])
            try:
                retention.place_hold(
                    actor=request.actor,
                    reference=reference or "",
                    reason=form.cleaned_data["reason"],
                    at=request.at,
                )
            except (NotFound, Conflict) as error:
                form.add_error("reference", str(error))
            else:
                messages.success(request, _("Nothing of it is erased until the hold is lifted."))
                return redirect("console:holds")
    context = {
        "here": "keeping",
        "form": form,
        "lines": [(one, _post(one.placed_by_post_id)) for one in retention.holds(request.actor)],
    }
    return render(request, "console/keeping/holds.html", context, status=422 if form.errors else 200)


def _post(post_id: int | None) -> str:
    return organisation.post_view(post_id).title() if post_id is not None else ""


@require_http_methods(GET_OR_POST)
@desk_page(Role.INSPECTOR, fresh=Fresh.FORM)
def lift_hold(request: DeskRequest, reference: str) -> HttpResponse:
    """Let one go, for a reason."""
    held = next((one for one in retention.holds(request.actor) if one.reference == reference), None)
    if held is None:
        raise NotFound
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            retention.lift_hold(
                actor=request.actor, reference=reference, reason=form.cleaned_data["reason"], at=request.at
            )
            messages.success(request, _("The hold is lifted."))
            return redirect("console:holds")
    context = {"here": "keeping", "form": form, "held": held, "post": _post(held.placed_by_post_id)}
    return render(request, "console/keeping/lift.html", context, status=422 if form.errors else 200)


@require_safe
@desk_page(Role.INSPECTOR)
def wishes(request: DeskRequest) -> HttpResponse:
    """What residents have asked to have erased, the one that is due first before the others."""
    rows = retention.open_requests(request.actor)
    return render(request, "console/keeping/wishes.html", {"here": "keeping", "rows": rows, "at": request.at})


@require_http_methods(GET_OR_POST)
@desk_page(Role.INSPECTOR, fresh=Fresh.FORM)
def wish(request: DeskRequest, wish: UUID) -> HttpResponse:
    """Decide on one: it is erased, or kept for a reason that the resident reads."""
    row = retention.request_view(request.actor, wish)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            if form.cleaned_data["erase"] == "yes":
                retention.grant_request(actor=request.actor, public_id=wish, at=request.at)
                messages.success(request, _("It is being erased."))
            else:
                reason = form.cleaned_data["reason"]
                retention.refuse_request(actor=request.actor, public_id=wish, reason=reason, at=request.at)
                messages.success(request, _("The resident reads why it is kept."))
            return redirect("console:wishes")
    shown = cases.visible_rows(request.actor, [row.case_id]).get(row.case_id)
    context = {"here": "keeping", "row": row, "case": shown, "form": form}
    return render(request, "console/keeping/wish.html", context, status=422 if form.errors else 200)


@require_safe
@desk_page(Role.INSPECTOR)
def erased(request: DeskRequest) -> HttpResponse:
    """How many went, month by month and by which right, and the last of them."""
    context = {
        "here": "keeping",
        "months": retention.report(request.actor),
        "newest": retention.newest_erasures(request.actor, limit=NEWEST),
    }
    return render(request, "console/keeping/erased.html", context)
