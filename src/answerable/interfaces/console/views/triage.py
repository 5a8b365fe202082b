"""Triage: one case at a time, what is suggested and why, and one key to accept it."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseView
from answerable.contexts.cases.enums import Act, Kind, View
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.api import Matter, SuggestionView, TextIn, TriagePage, TriageRow
from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.dispatching import dispatch_as_chosen
from answerable.interfaces.console.forms.triage import Option, TriageForm
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.views.case import Button, slug
from answerable.kernel.errors import AnswerableError

DISPATCHERS = (Role.DISPATCHER, Role.AGENT)
OPTIONS = 5
CHANGED = 409
OTHER_ACTS = (
    (Act.MARK_URGENT, "u"),
    (Act.BUNDLE, "b"),
    (Act.SPLIT, "x"),
    (Act.RECORD_ACCUSED, "w"),
    (Act.ANSWER, "e"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*DISPATCHERS)
def triage(request: DeskRequest) -> HttpResponse:
    """The next case of the queue, or the one that is named. Sending the form brings the one after it."""
    page = dispatch.triage_queue(request.actor, request.at)
    wanted = request.POST.get("case") or request.GET.get("case", "")
    row = next((one for one in page.rows if one.case.reference == wanted), None)
    if request.method == "POST":
        return _decide(request, page, row)
    row = row or (page.rows[0] if page.rows else None)
    if row is None and cases.hands_on_below(request.actor):
        return redirect(f"{reverse('console:cases')}?view={View.TRIAGE}")
    if row is None:
        return render(request, "console/triage/done.html", {"here": "triage", "progress": page.progress})
    return _show(request, page, row)


def _decide(request: DeskRequest, page: TriagePage, row: TriageRow | None) -> HttpResponse:
    if row is None:
        messages.warning(request, _("That case no longer waits: somebody else has just dispatched it."))
        return redirect("console:triage")
    case = cases.case_view(request.actor, row.case.reference, request.at)
    options = options_for(case, row.suggestion)
    form = TriageForm(request.POST, options=options)
    if form.is_valid():
        try:
            with told(form):
                _dispatch(request, case, row.suggestion, form)
                name = organisation.units().name(form.wanted_unit or 0)
                messages.success(request, _("Dispatched to %(unit)s.") % {"unit": name})
                return redirect("console:triage")
        except AnswerableError as error:
            if error.status != CHANGED:
                raise
            messages.warning(request, str(error))
            return redirect(f"{reverse('console:triage')}?case={case.reference}")
    return _show(request, page, row, form=form, status=422)


def _dispatch(
    request: DeskRequest, case: CaseView, suggestion: SuggestionView | None, form: TriageForm
) -> None:
    """Accept what was suggested if nothing of it was changed; else set it right, so that the classifier learns."""
    typed, chosen = form.cleaned_data, form.chosen
    kind = Kind(typed["kind"])
    told_kind = (suggestion.kind if suggestion else None) or case.kind
    same = chosen is not None and chosen.suggested and not typed["topic"] and not typed["unit"]
    if suggestion is not None and same and kind == told_kind:
        dispatch.accept_suggestion(
            actor=request.actor, case_id=case.case_id, at=request.at, expected_version=typed["version"]
        )
        return
    dispatch_as_chosen(
        actor=request.actor,
        case=case,
        unit_id=form.wanted_unit or 0,
        topic_code=form.wanted_topic,
        kind=kind,
        reason=typed["reason"],
        at=request.at,
        expected_version=typed["version"],
    )


def options_for(case: CaseView, suggestion: SuggestionView | None) -> list[Option]:
    """Return the suggestion and its alternatives, each with the unit that the catalogue gives for its topic."""
    text = f"{case.title}\n{case.text}"
    if suggestion is None:
        chances = dict(dispatch.suggest(text, area_id=case.area_id, place=case.place).topics)
    else:
        chances = dict(suggestion.alternatives)
    found = [_suggested(suggestion)] if suggestion and suggestion.topic_code else []
    rest = [code for code in chances if not found or code != found[0].topic_code][: OPTIONS - len(found)]
    opinions = dispatch.classify([TextIn(text, code, case.kind) for code in rest]) if rest else []
    decisions = dispatch.decide(
        [
            Matter(
                # What the classifier itself thinks of this topic; the words that it tells are the likeliest one's.
                replace(opinion, topic_code=code, confidence=chances[code], terms=(), doubt=Doubt.TOPIC),
                text=text,
                place=case.place,
                area_id=case.area_id,
                lat=case.lat,
                lon=case.lon,
            )
            for code, opinion in zip(rest, opinions, strict=True)
        ]
    )
    chinese = (get_language() or "zh").startswith("zh")
    for code, decision in zip(rest, decisions, strict=True):
        reason = decision.reason_zh if chinese else decision.reason_en
        number = len(found) + 1
        found.append(Option(number, code, decision.unit_id, chances[code], reason, (), False))
    return found


def _suggested(suggestion: SuggestionView) -> Option:
    return Option(
        1,
        suggestion.topic_code,
        suggestion.unit_id,
        suggestion.confidence,
        suggestion.reason(get_language() or "zh"),
        suggestion.terms,
        suggested=True,
    )


def _show(
    request: DeskRequest,
    page: TriagePage,
    row: TriageRow,
    *,
    form: TriageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    case = cases.open_case(request.actor, row.case.reference, request.at, ground=ledger.Ground.DISPATCHES)
    options = options_for(case, row.suggestion)
    kind = (row.suggestion.kind if row.suggestion else None) or case.kind
    shown = form or TriageForm(
        options=options, initial={"kind": kind, "version": case.version, "choice": "1" if options else ""}
    )
    context = {
        "here": "triage",
        "case": case,
        "suggestion": row.suggestion,
        "options": options,
        "chosen": str(shown["choice"].value() or ""),
        "form": shown,
        "progress": page.progress,
        "acts": _acts(case),
    }
    return render(request, "console/triage/case.html", context, status=status)


def _acts(case: CaseView) -> list[Button]:
    """Return what else a dispatcher does with a case that waits."""
    return [
        Button(act, act.label, key, reverse("console:act", args=[case.reference, slug(act)]), first=False)
        for act, key in OTHER_ACTS
        if act in case.allowed_acts
    ]


@require_POST
@desk_page(*DISPATCHERS)
def skip(request: DeskRequest, reference: str) -> HttpResponse:
    """Put a case at the end of the queue for now."""
    rows = dispatch.triage_queue(request.actor, request.at).rows
    place = next((at for at, row in enumerate(rows) if row.case.reference == reference), None)
    if place is None:
        return redirect("console:triage")
    if rows[place].suggestion is not None:
        dispatch.skip_suggestion(actor=request.actor, case_id=rows[place].case.case_id, at=request.at)
    following = rows[(place + 1) % len(rows)].case.reference
    return redirect(f"{reverse('console:triage')}?case={following}")
