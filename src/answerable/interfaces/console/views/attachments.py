"""Files of a case. That one was opened is recorded like any other look."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.interfaces.console import kept
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.cover import BoxFormSet, boxes_of
from answerable.interfaces.console.fresh import Fresh
from answerable.interfaces.console.navigation import READERS
from answerable.interfaces.console.refusals import told
from answerable.kernel.errors import NotFound, NotPermitted

# What a browser may do with a file of a stranger: nothing but draw it.
_INERT = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
_ANYTHING = "application/octet-stream"
COVER = "cover"


class OriginalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you need the file as it came?"),
        help_text=gettext_lazy("The resident reads your post, the time and this reason."),
        max_length=300,
        error_messages={"required": gettext_lazy("Give a reason.")},
    )


@require_safe
@desk_page(*READERS)
def attachment(request: DeskRequest, reference: str, file_id: UUID) -> StreamingHttpResponse:
    """Give the cleaned copy. Nothing in it may run, and the browser may not guess what it is."""
    opened = cases.open_attachment(request.actor, reference, file_id, request.at)
    return _sent(opened, opened.media_type, inline=opened.inline)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*READERS, fresh=Fresh.FORM)
def original(request: DeskRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    """Give the file as it came, for a reason that the resident reads; it is saved, whatever it says of itself."""
    case, file = _of_case(request, reference, file_id)
    if case.sender_closed:
        raise NotPermitted
    before = kept.typed_before(request)
    form = OriginalForm(request.POST or None, initial=before.dict() if before else None)
    if form.is_valid():
        with told(form):
            opened = cases.open_attachment_original(
                request.actor, reference, file_id, form.cleaned_data["reason"], request.at
            )
            return _sent(opened, _ANYTHING, inline=False)
    context = {"here": "cases", "case": case, "file": file, "form": form}
    return render(request, "console/case/file_original.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*READERS)
def cover(request: DeskRequest, reference: str, file_id: UUID) -> HttpResponse:
    """Show the picture with its boxes, and cover them when asked to; before that nothing is changed."""
    case, file = _of_case(request, reference, file_id)
    rows = BoxFormSet(request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and rows.is_valid()
    boxes = boxes_of(rows) if valid else []
    if valid and request.POST.get("do") == COVER and boxes:
        cases.cover_attachment(
            actor=request.actor, reference=reference, file_id=file_id, boxes=boxes, at=request.at
        )
        messages.success(request, _("Covered. Everybody sees the covered picture from now on."))
        return redirect("console:cover", reference, file_id)
    context = {
        "here": "cases",
        "case": case,
        "file": file,
        "rows": rows,
        "boxes": boxes,
        "nothing": valid and not boxes,
    }
    status = 422 if request.method == "POST" and not (valid and boxes) else 200
    return render(request, "console/case/cover.html", context, status=status)


def _of_case(request: DeskRequest, reference: str, file_id: UUID) -> tuple[cases.CaseView, files.FileView]:
    case = cases.case_view(request.actor, reference, request.at)
    file = files.describe([file_id]).get(file_id)
    if file is None or file_id not in {one.file_id for one in case.attachments}:
        raise NotFound
    return case, file


def _sent(opened: files.OpenedFile, media_type: str, *, inline: bool) -> StreamingHttpResponse:
    response = StreamingHttpResponse(opened.content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, opened.name) or "attachment"
    response["Content-Security-Policy"] = _INERT
    response["X-Content-Type-Options"] = "nosniff"
    return response
