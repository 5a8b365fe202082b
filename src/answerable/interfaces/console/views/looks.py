"""Who looked at a case, for the bureau's inspectors; and what of it the resident reads later, never never."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.keeping import DeferForm
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.refusals import told
from answerable.kernel.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Role.INSPECTOR, fresh=Fresh.FORM)
def looks(request: DeskRequest, reference: str) -> HttpResponse:
    """Every look, and what is told later; what is posted tells those of a unit later."""
    seen, deferred = cases.looks_at(request.actor, reference, request.at)
    tree = organisation.units()
    units = [tree.get(one) for one in sorted({look.unit_id for look in seen} - {request.actor.unit_id})]
    form = DeferForm(request.POST or None, units=[(unit.code, tree.name(unit.id)) for unit in units])
    if request.method == "POST" and form.is_valid():
        with told(form):
            cases.defer_looks(
                actor=request.actor,
                reference=reference,
                unit_id=next(unit.id for unit in units if unit.code == form.cleaned_data["unit"]),
                days=form.cleaned_data["days"],
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
            messages.success(request, _("The resident reads that some looks are told later, and by when."))
            return redirect("console:looks", reference)
    context = {
        "here": "cases",
        "reference": reference,
        "form": form if units else None,
        "looks": [(look, tree.name(look.unit_id)) for look in seen],
        "deferred": [(one, tree.get(one.unit_id)) for one in deferred],
    }
    return render(request, "console/case/looks.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page(Role.INSPECTOR)
def tell(request: DeskRequest, reference: str) -> HttpResponse:
    """Let the resident read them now."""
    unit = organisation.units().by_code(request.POST.get("unit", ""))
    if unit is None:
        raise NotFound
    cases.tell_looks(actor=request.actor, reference=reference, unit_id=unit.id, at=request.at)
    messages.success(request, _("The resident reads them now."))
    return redirect("console:looks", reference)
