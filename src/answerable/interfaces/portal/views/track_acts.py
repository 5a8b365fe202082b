"""What a resident can do with an open matter: add to it, withdraw it, rate it, contest a refusal, see its files."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.review import api as review
from answerable.interfaces.portal.forms.track import Add, Contest, Rating, Withdraw
from answerable.interfaces.portal.views.tell import get_or_post
from answerable.interfaces.portal.views.tell_files import ACCEPT, store_all
from answerable.interfaces.portal.views.track import opened_case, own_matter, tracked
from answerable.kernel import clock, row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError, NotFound
from answerable.processes.separate_submission import separate_submission

MAX_FILES = 10


def _act(
    request: HttpRequest,
    name: str,
    form_class: Callable[..., Form],
    do: Callable[[cases.CaseId, dict[str, Any]], str],
    **page: Any,
) -> HttpResponse:
    """Show the form of an act, or do it and go back to the matter; a refusal keeps what was typed."""
    case_id = opened_case(request)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = do(case_id, form.cleaned_data)
        except NotFound:
            raise
        except AnswerableError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("portal:track_case")
    context = {"form": form, "here": "track", **page}
    return render(request, f"portal/track/{name}.html", context, status=422 if form.errors else 200)


@never_cache
@get_or_post
@own_matter
def add(request: HttpRequest) -> HttpResponse:
    """Say something more, with files."""

    def do(case_id: cases.CaseId, said: dict[str, Any]) -> str:
        stored, refused = store_all(request.FILES.getlist("files"), room=MAX_FILES)
        if refused:
            raise FilesRefused(" ".join(refused))
        cases.add_to_case(
            actor=Actor.resident(case_id),
            case_id=case_id,
            text=said["text"],
            attachment_ids=tuple(UUID(public_id) for public_id in stored),
            at=clock.now(),
        )
        return _("We have added it.")

    question = cases.public_view(opened_case(request), clock.now()).question
    return _act(request, "add", Add, do, accept=ACCEPT, question=question)


class FilesRefused(AnswerableError):
    """One of the files can't be taken; what was written stays on the page."""

    status = 422


@never_cache
@get_or_post
@own_matter
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take it back, after being sure."""

    def do(case_id: cases.CaseId, said: dict[str, Any]) -> str:
        cases.withdraw_case(
            actor=Actor.resident(case_id), case_id=case_id, reason=said["reason"], at=clock.now()
        )
        return _("You have withdrawn it.")

    return _act(request, "withdraw", Withdraw, do)


@never_cache
@require_POST
@row_security.as_system("portal.apart")
def apart(request: HttpRequest) -> HttpResponse:
    """Say that it is another matter than the one that it was joined to."""
    held = tracked(request)
    kept = intake.track_again(held.reference) if held is not None and held.case_id is None else None
    if kept is None or not kept.case_reference:
        raise NotFound
    case_id = cases.case_with_reference(kept.case_reference)
    if case_id is None:
        raise NotFound
    separate_submission(
        actor=Actor.system("sender"),
        case_id=case_id,
        submission=kept.reference,
        reason=_("Its sender says that it is another matter."),
        at=clock.now(),
    )
    messages.success(request, _("It is a matter of its own now."))
    return redirect("portal:track_case")


@never_cache
@get_or_post
@own_matter
def contest(request: HttpRequest) -> HttpResponse:
    """Ask the level above to look at a refusal; once."""

    def do(case_id: cases.CaseId, said: dict[str, Any]) -> str:
        review.contest_refusal(case_id=case_id, text=said["reason"], at=clock.now())
        return _("The level above will decide and tell you here.")

    return _act(request, "contest", Contest, do)


@never_cache
@get_or_post
@own_matter
def rate(request: HttpRequest) -> HttpResponse:
    """Judge the newest answer."""
    case_id = opened_case(request)
    form = Rating(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = review.rate_round(case_id=case_id, at=clock.now(), **rating_of(form))
        except AnswerableError as error:
            form.add_error(None, str(error))
        else:
            return render(request, "portal/rate/thanks.html", {"review": outcome, "here": "rate"})
    view = cases.public_view(case_id, clock.now())
    answer = next((answer for answer in view.answers if answer.is_newest), None)
    page = {"form": form, "here": "rate", "answer": answer, "back": "portal:track_case"}
    return render(request, "portal/rate/form.html", page, status=422 if form.errors else 200)


def rating_of(form: Rating) -> dict[str, Any]:
    """Return what was said as review wants it."""
    said = form.cleaned_data
    return {
        "satisfaction": review.Satisfaction(said["satisfaction"]),
        "resolved": review.Resolved(said["resolved"]),
        "comment": said["comment"],
        "may_call": said["may_call"] == "yes",
    }


@never_cache
@require_safe
@own_matter
def attachment(request: HttpRequest, public_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """Send a file of the open matter; pictures without what they say unseen."""
    view = cases.public_view(opened_case(request), clock.now())
    if public_id not in {attachment.file_id for attachment in view.attachments}:
        raise NotFound
    opened = files.open_file(public_id)
    response = StreamingHttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not opened.inline, opened.name) or "attachment"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
