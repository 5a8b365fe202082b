"""One act on many selected cases: all of them or none."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseRow
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console import listing as listings
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.acts.base import reason
from answerable.interfaces.console.forms.choices import PostSelect, UnitSelect, unit_id_of
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.refusals import told
from answerable.kernel.errors import NotFound


class BulkForm(forms.Form):
    """What one act on many cases needs to know. Without fields it is done at once."""

    title = _("Sign for")

    def __init__(self, data: QueryDict | None, request: DeskRequest, rows: Sequence[CaseRow]) -> None:
        super().__init__(data)
        self.request, self.rows = request, rows

    def perform(self) -> None:
        actor, at = self.request.actor, self.request.at
        cases.perform([cases.SignFor(actor=actor, case_id=row.case_id, at=at) for row in self.rows])


class BulkAssign(BulkForm):
    title = _("Assign")
    handler = forms.UUIDField(
        label=_("Handler"),
        widget=PostSelect(),
        error_messages={"required": _("Choose somebody of the unit.")},
    )

    def __init__(self, data: QueryDict | None, request: DeskRequest, rows: Sequence[CaseRow]) -> None:
        super().__init__(data, request, rows)
        widget = self.fields["handler"].widget
        assert isinstance(widget, PostSelect)
        widget.unit_id, widget.at = (rows[0].unit_id if rows else None), request.at

    def perform(self) -> None:
        post = organisation.post_by_public_id(self.cleaned_data["handler"])
        actor, at = self.request.actor, self.request.at
        handler = post.id if post else 0
        cases.perform(
            [
                cases.Assign(actor=actor, case_id=row.case_id, at=at, handler_post_id=handler)
                for row in self.rows
            ]
        )


class BulkTransfer(BulkForm):
    title = _("Transfer")
    unit = forms.CharField(
        label=_("To which unit?"),
        widget=UnitSelect(),
        error_messages={"required": _("Choose a unit from the list.")},
    )
    reason = reason(_("Why?"))

    def clean_unit(self) -> int:
        return unit_id_of(self.cleaned_data["unit"])

    def perform(self) -> None:
        typed, actor, at = self.cleaned_data, self.request.actor, self.request.at
        cases.perform(
            [
                cases.Transfer(
                    actor=actor, case_id=row.case_id, at=at, unit_id=typed["unit"], reason=typed["reason"]
                )
                for row in self.rows
            ]
        )


class BulkBundle(BulkForm):
    title = _("Join as one event")
    name = forms.CharField(
        label=_("What happened, in a few words"),
        max_length=200,
        error_messages={"required": _("Say what happened, in a few words.")},
    )

    def perform(self) -> None:
        ids = [row.case_id for row in self.rows]
        title = self.cleaned_data["name"]
        cases.bundle_cases(actor=self.request.actor, case_ids=ids, title=title, at=self.request.at)


ACTS: dict[str, type[BulkForm]] = {
    "sign_for": BulkForm,
    "assign": BulkAssign,
    "transfer": BulkTransfer,
    "bundle": BulkBundle,
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*READERS)
def bulk(request: DeskRequest) -> HttpResponse:
    """Ask for what the act needs, then do it to all selected cases in one transaction."""
    if request.method != "POST":
        return redirect("console:cases")
    listing = listings.read(QueryDict(request.POST.get("query", "")))
    back = reverse("console:cases") + listing.address()
    kind = ACTS.get(request.POST.get("act", ""))
    if kind is None:
        raise NotFound
    rows = cases.rows_by_reference(request.actor, request.POST.getlist("case"))
    if not rows:
        messages.warning(request, str(_("Select at least one case first.")))
        return redirect(back)
    asked = "go" in request.POST or kind is BulkForm
    form = kind(request.POST if asked else None, request, rows)
    if asked and form.is_valid():
        with told(form):
            form.perform()
            count = len(rows)
            said = ngettext("Done with %(count)s case.", "Done with %(count)s cases.", count)
            messages.success(request, said % {"count": count})
            return redirect(back)
    context = {
        "here": "cases",
        "form": form,
        "rows": rows,
        "act": request.POST["act"],
        "query": request.POST.get("query", ""),
        "back": back,
    }
    return render(request, "console/cases/bulk.html", context, status=422 if form.errors else 200)
