"""A whole set-up from a file: checked first, every fault shown, then taken."""

import base64
import binascii
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import AnswerableError, Fault, Invalid, NotFound
from answerable.kernel.tables import MAX_BYTES, Tables, open_upload, write_csv
from answerable.processes.export_setup import export_setup
from answerable.processes.set_up_bureau import Loaded, set_up_bureau

# A checked file up to this size travels in the page, so that it need not be chosen again to be taken.
CARRIED = 1024 * 1024


def _bases() -> list[tuple[str, object]]:
    return [("", _("Nothing")), *((name, name) for name in organisation.shipped_setups())]


class SetUpForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A ZIP of CSV files, a workbook with one sheet for each table, one CSV file, or a GeoJSON map."
        ),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".zip,.xlsx,.xls,.ods,.csv,.geojson,.json"}),
    )
    base = forms.ChoiceField(
        label=_("Build on"),
        help_text=_("What a shipped set-up brings is taken first, your own tables on top of it."),
        choices=_bases,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was chosen now, or a moment ago for the check."""

    name: str
    raw: bytes

    @property
    def carried(self) -> str:
        return base64.b64encode(self.raw).decode() if len(self.raw) <= CARRIED else ""


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP, fresh=Fresh.FORM)
def take_set_up(request: DeskRequest) -> HttpResponse:
    """Check a set-up (`act=check`), or take it."""
    organisation.require_bureau_setup(request.actor)
    form = SetUpForm(request.POST or None, request.FILES or None)
    # What was checked a moment ago travels in the page.
    form.fields["file"].required = not request.POST.get("carried")
    context: dict[str, Any] = {"here": "setup", "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _try(request, form)
    refused = bool(form.errors or context.get("faults"))
    return render(request, "console/setup/import.html", context, status=422 if refused else 200)


def _try(request: DeskRequest, form: SetUpForm) -> dict[str, Any]:
    dry_run = request.POST.get("act") != "take"
    try:
        upload = _uploaded(request, form.cleaned_data["file"])
        loaded = _set_up(request, upload, form.cleaned_data["base"], dry_run=dry_run)
    except Invalid as error:
        return {"faults": error.faults}
    except AnswerableError as error:
        form.add_error(None, str(error))
        return {}
    return {"loaded": loaded, "taken": not dry_run, "upload": upload}


def _uploaded(request: DeskRequest, file: UploadedFile | None) -> Upload:  # type: ignore[type-arg]
    if file is not None:
        if (file.size or 0) > MAX_BYTES:
            raise Invalid([Fault(str(file.name), _("The file is larger than 512 MB. Split it."))])
        return Upload(PurePath(file.name or "file").name, file.read())
    name = PurePath(request.POST.get("carried_name", "")).name or "file"
    try:
        return Upload(name, base64.b64decode(request.POST.get("carried", ""), validate=True))
    except binascii.Error:
        raise Invalid([Fault("file", _("Choose the file again."))]) from None


def _set_up(request: DeskRequest, upload: Upload, base: str, *, dry_run: bool) -> list[Loaded]:
    tables: Tables = open_upload(upload.raw, upload.name)
    try:
        under = organisation.shipped_setup(base) if base else None
    except NotFound:
        under = None
    return set_up_bureau(actor=request.actor, tables=tables, base=under, at=request.at, dry_run=dry_run)


@require_safe
@desk_page(Role.SETUP, fresh=Fresh.BUTTON)
def write_set_up(request: DeskRequest) -> HttpResponse:
    """Give the present set-up as a ZIP of the tables that the import takes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in export_setup(request.actor, at=request.at):
            archive.writestr(f"{table.name}.csv", write_csv(table))
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="set-up.zip"'
    return response
