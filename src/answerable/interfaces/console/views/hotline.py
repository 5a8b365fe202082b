"""The hotline desk: a call from the number to the reference that is read out, without a mouse."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind, Outcome, TemplatePurpose
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console import kept
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.hotline import ANSWER, CallForm
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.spelling import spell
from answerable.interfaces.console.views.shifts import at_the_desk
from answerable.processes.take_call import Taken, take_call

# Fewer characters say nothing yet.
LEAST = 6
SHOWN = 4


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Role.AGENT)
def hotline(request: DeskRequest) -> HttpResponse:
    """One call, one screen. The receipt is the answer to the form: its code stands in no address and no session."""
    if request.method != "POST":
        return _desk(request, CallForm(kept.typed_before(request)))
    form = CallForm(request.POST)
    if form.is_valid():
        with told(form):
            taken = _take(request, form)
            return _receipt(request, taken)
    return _desk(request, form, status=422)


def _take(request: DeskRequest, form: CallForm) -> Taken:
    typed = form.cleaned_data
    return take_call(
        actor=request.actor,
        submission=form.submission((get_language() or "zh")[:2]),
        at=request.at,
        unit_id=form.unit_id,
        topic_code=form.topic_code,
        kind=Kind(typed["kind"]) if typed["kind"] else None,
        area_id=form.area_id,
        answer=typed["answer"] if typed["do"] == ANSWER else "",
        outcome=Outcome(typed["outcome"] or Outcome.EXPLAINED),
    )


def _desk(request: DeskRequest, form: CallForm, *, status: int = 200) -> HttpResponse:
    context = {"here": "hotline", "form": form, **at_the_desk(request.actor, request.at)}
    return render(request, "console/hotline/desk.html", context, status=status)


def _receipt(request: DeskRequest, taken: Taken) -> HttpResponse:
    language = get_language() or "zh"
    context = {
        "here": "hotline",
        "taken": taken,
        "spoken": spell(taken.reference, language),
        "spoken_code": spell(taken.code, language) if taken.code else (),
    }
    return render(request, "console/hotline/receipt.html", context)


@require_POST
@desk_page(Role.AGENT)
def caller(request: DeskRequest) -> HttpResponse:
    """Earlier cases of this number that the agent may see. The number travels in the body, never in an address."""
    phone = request.POST.get("phone", "")[:30]
    rows = cases.cases_of_caller(request.actor, phone, request.at)
    return render(request, "console/hotline/caller.html", {"rows": rows, "phone": phone})


@require_POST
@desk_page(Role.AGENT)
def live(request: DeskRequest) -> HttpResponse:
    """What the words say while they are typed: topic, unit, the same thing told before, answers to begin with."""
    text = request.POST.get("text", "").strip()[:8000]
    if len(text) < LEAST:
        return render(request, "console/hotline/live.html", {"waiting": True})
    area = organisation.areas().by_code(request.POST.get("area", ""))
    kind = request.POST.get("kind", "")
    topic = request.POST.get("topic", "")
    suggestion = dispatch.suggest(
        text,
        area_id=area.id if area else None,
        place=request.POST.get("place", "")[:300],
        kind=Kind(kind) if kind in Kind.values else None,
        topic_code=topic if topic in cases.topics() else None,
    )
    code = topic or (suggestion.topics[0][0] if suggestion.topics else "")
    chosen = organisation.units().by_code(request.POST.get("unit", ""))
    context = {
        "suggestion": suggestion,
        "topic": code,
        "unit_id": chosen.id if chosen else suggestion.unit_id,
        "unit_code": _code_of(suggestion.unit_id),
        "similar": cases.similar_cases(request.actor, text, suggestion.area_id, request.at, limit=SHOWN),
        "templates": cases.templates_for(TemplatePurpose.ANSWER, kind=suggestion.kind, topic=code)[:SHOWN],
    }
    return render(request, "console/hotline/live.html", context)


def _code_of(unit_id: int | None) -> str:
    return organisation.units().get(unit_id).code if unit_id is not None else ""
