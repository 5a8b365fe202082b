"""Acts on a case: a form each, its errors beside what was typed, and what changed while one wrote."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseView
from answerable.contexts.cases.enums import Act
from answerable.interfaces.console import kept
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.acts import FORMS, ActForm
from answerable.interfaces.console.forms.acts.answer import AnswerForm
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.timeline import entries_of
from answerable.kernel.errors import AnswerableError, IllegalMove, NotFound

CHANGED = 409
BACK = {"triage": "console:triage"}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*READERS)
def act_page(request: DeskRequest, reference: str, name: str) -> HttpResponse:
    """Do one act. A page that is out of date keeps the typed text and shows what has happened meanwhile."""
    kind = _form_of(name)
    case = cases.open_case(request.actor, reference, request.at)
    if request.method != "POST":
        if kind.act not in case.allowed_acts:
            raise IllegalMove
        form = kind(kept.typed_before(request), case=case, actor=request.actor, at=request.at)
        return _show(request, case, form)
    form = kind(request.POST, files=request.FILES, case=case, actor=request.actor, at=request.at)
    if form.is_valid():
        try:
            with told(form):
                form.perform()
                messages.success(request, str(kind.done))
                return redirect(_back(request) or reverse("console:case", args=[reference]))
        except AnswerableError as error:
            return _changed(request, reference, form, error)
    return _show(request, case, form, status=422)


def _back(request: DeskRequest) -> str:
    """Return the room from which the act was begun."""
    name = BACK.get(request.POST.get("back") or request.GET.get("back", ""))
    return reverse(name) if name else ""


def _form_of(name: str) -> type[ActForm]:
    act = name.replace("-", "_")
    form = FORMS.get(Act(act)) if act in Act.values else None
    if form is None:
        raise NotFound
    return form


def _show(
    request: DeskRequest, case: CaseView, form: ActForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "here": "cases",
        "case": case,
        "form": form,
        "action": reverse("console:act", args=[case.reference, form.act.value.replace("_", "-")]),
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "preview": form if isinstance(form, AnswerForm) else None,
        **more,
    }
    return render(request, "console/case/act.html", context, status=status)


def _changed(request: DeskRequest, reference: str, sent: ActForm, error: AnswerableError) -> HttpResponse:
    """Show the form again over what has changed, so that sending it once more is a decision."""
    if error.status != CHANGED:
        raise error
    case = cases.open_case(request.actor, reference, request.at)
    data = request.POST.copy()
    read = data.get("version", "")
    data["version"] = str(case.version)
    data.update(sent.carried)
    form = type(sent)(data, case=case, actor=request.actor, at=request.at)
    since = int(read) if read.isdigit() else case.version
    return _show(
        request,
        case,
        form,
        status=CHANGED,
        error=error,
        changes=entries_of(case, since=since),
        possible=sent.act in case.allowed_acts,
    )


@require_POST
@desk_page(*READERS)
def preview(request: DeskRequest, reference: str) -> HttpResponse:
    """What exactly the resident would read."""
    case = cases.open_case(request.actor, reference, request.at)
    data: QueryDict = request.POST
    form = AnswerForm(data, case=case, actor=request.actor, at=request.at)
    return render(request, "console/case/preview.html", {"preview": form, "case": case})
