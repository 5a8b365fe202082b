"""Photos and files: sent at once, kept a day unless the rest is sent too."""

from collections.abc import Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from answerable.contexts.files import api as files
from answerable.interfaces.portal import drafts
from answerable.interfaces.portal.views.tell import get_or_post, progress
from answerable.kernel import clock, row_security
from answerable.kernel.errors import AnswerableError

MAX_FILES = 10
ACCEPT = ",".join(f".{ending}" for ending in files.ENDINGS)


def store_all(uploads: "Sequence[UploadedFile[bytes]]", *, room: int) -> tuple[list[str], list[str]]:
    """Store what can be stored; return the ids, and a sentence for each that can't. Neither stops the others."""
    stored: list[str] = []
    refused: list[str] = []
    for upload in uploads:
        if len(stored) >= room:
            refused.append(
                _("%(name)s: there are %(limit)d files already.") % _named(upload, limit=MAX_FILES)
            )
            continue
        try:
            view = files.store_upload(name=upload.name or "", content=upload, at=clock.now())  # type: ignore[arg-type]
        except AnswerableError as error:
            refused.append(_("%(name)s: %(why)s") % _named(upload, why=str(error)))
        else:
            stored.append(str(view.public_id))
    return stored, refused


def _named(upload: "UploadedFile[bytes]", **more: object) -> dict[str, object]:
    return {"name": upload.name or "?", **more}


def described(public_ids: Sequence[str]) -> list[files.FileView]:
    """Return the uploads of this browser's draft; no case holds them yet, so no scope shows them."""
    with row_security.system("portal.uploads"):
        return list(files.describe([UUID(public_id) for public_id in public_ids]).values())


@never_cache
@get_or_post
def step(request: HttpRequest) -> HttpResponse:
    """Add files, take some out again, go on."""
    at = clock.now()
    telling = drafts.load(request, at=at)
    if telling.is_sent:
        return redirect("portal:tell_done")
    refused: list[str] = []
    if request.method == "POST":
        # Before the draft is locked: a film takes its time.
        stored, refused = store_all(request.FILES.getlist("files"), room=MAX_FILES - len(telling.files))
        with drafts.change(request, at=at) as telling:
            out = request.POST.getlist("remove")
            telling.files = [public_id for public_id in (*telling.files, *stored) if public_id not in out]
            if not refused and "on" in request.POST:
                telling.mark("files")
        if not refused and "on" in request.POST:
            return redirect(
                "portal:tell" if telling.next_step() == "words" else f"portal:tell_{telling.next_step()}"
            )
    page = {"refused": refused, "kept": described(telling.files), "accept": ACCEPT, **progress("files")}
    response = render(request, "portal/tell/files.html", page, status=422 if refused else 200)
    drafts.hold(request, response)
    return response
