"""Importing a file at the desk: upload, say what each column is, try it, take it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.cases.enums import Channel
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.refusals import told
from answerable.processes.run_import import (
    ENDINGS,
    ImportState,
    columns_of,
    import_state,
    rejected_rows,
    start_import,
    store_import_file,
)

# What a column may hold, in the order of the form.
FIELDS = {
    "text": gettext_lazy("What was said"),
    "title": gettext_lazy("Title"),
    "source_id": gettext_lazy("Number in the other system"),
    "said_at": gettext_lazy("When it was said"),
    "place": gettext_lazy("Place"),
    "topic": gettext_lazy("Topic"),
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "urgent": gettext_lazy("Urgent"),
    "send_receipt": gettext_lazy("Send the number to the contact"),
    "confidential": gettext_lazy("Not to be known to the unit"),
    "language": gettext_lazy("Language"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, with the names of the columns in the first row; up to 512 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


class MappingForm(forms.Form):
    """Which column is what. The mapping is kept as a profile, for the next file of its kind."""

    profile = forms.CharField(
        label=gettext_lazy("Name of the mapping"),
        max_length=80,
        error_messages={"required": gettext_lazy("Give the mapping a name.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), choices=Channel.choices, initial=Channel.IMPORT
    )

    def __init__(self, *args: object, columns: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        guessed = intake.guess_columns(columns)
        choices = [("", "—"), *((column, column) for column in columns if column)]
        for field in (name for name in FIELDS if name in intake.IMPORT_FIELDS):
            first = next(iter(guessed.get(field, ())), "")
            self.fields[f"field_{field}"] = forms.ChoiceField(
                label=FIELDS[field], choices=choices, required=field == "text", initial=first
            )

    @property
    def columns(self) -> dict[str, list[str]]:
        typed = self.cleaned_data
        return {
            name.removeprefix("field_"): [value]
            for name, value in typed.items()
            if name.startswith("field_") and value
        }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Role.SETUP)
def imports(request: DeskRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with told(form):
            upload = store_import_file(actor=request.actor, name=file.name, content=file, at=request.at)
            return redirect("console:import", upload)
    failed = request.method == "POST"
    context = {"here": "imports", "form": form}
    return render(request, "console/imports/upload.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Role.SETUP)
def one_import(request: DeskRequest, upload: UUID) -> HttpResponse:
    """The mapping, and how far the run is."""
    state = import_state(request.actor, upload)
    columns = columns_of(request.actor, upload)
    initial = {"profile": state.profile or state.name.rpartition(".")[0][:80]}
    form = MappingForm(request.POST or None, columns=columns, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(form):
            start_import(
                actor=request.actor,
                upload=upload,
                profile=form.cleaned_data["profile"],
                channel=form.cleaned_data["channel"],
                columns=form.columns,
                dry_run="take" not in request.POST,
                at=request.at,
            )
            messages.success(request, _("Started. It goes on when you leave this page."))
            return redirect("console:import", upload)
    failed = request.method == "POST"
    context = {"here": "imports", "form": form, "state": state, "upload": upload}
    return render(request, "console/imports/one.html", context, status=422 if failed else 200)


@require_safe
@desk_page(Role.SETUP, activity=False)
def progress(request: DeskRequest, upload: UUID) -> HttpResponse:
    state: ImportState = import_state(request.actor, upload)
    return render(request, "console/imports/progress.html", {"state": state, "upload": upload})


@require_safe
@desk_page(Role.SETUP)
def rejected(request: DeskRequest, upload: UUID) -> FileResponse:
    """The refused rows with the reason beside each, to be mended and sent again."""
    path = rejected_rows(request.actor, upload)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"rejected-{path.parent.name[:8]}.csv")
