"""What residents may ask for: a copy of their data, and that it be erased. Both need the access code once more."""

import tempfile
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.retention import api as retention
from answerable.interfaces.portal.forms.own import AskErasure, WithCode
from answerable.interfaces.portal.views.tell import get_or_post
from answerable.interfaces.portal.views.track import guesses, opened_case, own_matter, tracked
from answerable.kernel import clock
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError
from answerable.processes.own_data import Told, write_own_data

IN_MEMORY = 4 * 1024 * 1024


@never_cache
@require_safe
@own_matter
def data(request: HttpRequest) -> HttpResponse:
    """What can be asked for, and where a wish stands."""
    case_id = opened_case(request)
    rule = retention.kept_until(case_id)
    page = {
        "here": "track",
        "view": cases.public_view(case_id, clock.now()),
        "wish": retention.newest_request(case_id),
        "rule": rule,
        "why": rule.why(get_language() or "zh") if rule is not None else "",
    }
    return render(request, "portal/track/data.html", page)


@sensitive_post_parameters("code")
@never_cache
@get_or_post
@own_matter
def save(request: HttpRequest) -> HttpResponseBase:
    """Hand out everything as a file, to whoever has the code in hand now."""
    case_id = opened_case(request)
    form = WithCode(request.POST or None)
    if request.method == "POST" and form.is_valid() and _has_code(request, form):
        # Closed by the response.
        target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        write_own_data(case_id=case_id, target=target, readable=_readable, at=clock.now())  # type: ignore[arg-type]
        target.seek(0)
        reference = cases.facts_of([case_id])[case_id].reference
        return FileResponse(
            target, as_attachment=True, filename=f"{reference}.zip", content_type="application/zip"
        )
    return _page(request, "data_save", form)


def _readable(told: Told) -> str:
    return render_to_string("portal/track/own_data.html", {"told": told})


@sensitive_post_parameters("code")
@never_cache
@get_or_post
@own_matter
def erase(request: HttpRequest) -> HttpResponse:
    """Ask that everything be erased."""
    case_id = opened_case(request)
    form = AskErasure(request.POST or None)
    if request.method == "POST" and form.is_valid() and _has_code(request, form):
        try:
            retention.ask_erasure(
                actor=Actor.resident(case_id),
                case_id=case_id,
                words=form.cleaned_data["words"],
                at=clock.now(),
            )
        except AnswerableError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("We have your wish. Somebody who did not handle it decides."))
            return redirect("portal:track_data")
    return _page(request, "data_erase", form)


def _has_code(request: HttpRequest, form: WithCode) -> bool:
    """Tell whether the code is right; a wrong one is slowed down like at the door."""
    reference = cast("str", getattr(tracked(request), "reference", ""))
    if cases.find_by_code(reference, form.cleaned_data["code"]) is not None:
        return True
    wait = guesses.wrong(reference, clock.now())
    form.add_error("code", _("This is not the access code of this matter. Check it, sign by sign."))
    if wait:
        form.add_error(
            None,
            _("There were many wrong tries. Wait %(seconds)d seconds.") % {"seconds": wait.total_seconds()},
        )
    return False


def _page(request: HttpRequest, name: str, form: WithCode) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"portal/track/{name}.html", {"form": form, "here": "track"}, status=status)
