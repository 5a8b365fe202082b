"""Come back with reference and code: where it stands, who looked, what can still be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.contexts.review import api as review
from answerable.interfaces.portal import bells, progress
from answerable.interfaces.portal.forms.track import Find
from answerable.interfaces.portal.guesses import Guesses
from answerable.interfaces.portal.views.tell import get_or_post
from answerable.interfaces.web.templatetags.parts import said
from answerable.kernel import clock, row_security
from answerable.kernel.errors import NotFound
from answerable.kernel.ids import Reference, parse_reference
from answerable.kernel.row_security import Door, Scope

P = ParamSpec("P")

SAFE = ("GET", "HEAD")
_SESSION = "tracked"
guesses = Guesses()


class NotOpened(NotFound):
    """Nobody has shown reference and code in this session, or it has ended."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """What this session has opened; `case_id` is None as long as nobody has made a case of it."""

    reference: Reference
    case_id: cases.CaseId | None


def own_matter(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let a page see the matter that was opened in this session, and nothing else."""

    @wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = cast(HttpRequest, args[0])
        held = tracked(request)
        if held is None:
            return view(*args, **kwargs)
        scope = Scope(Door.RESIDENT, case_id=held.case_id, chain=held.reference)
        with row_security.reading(scope) if request.method in SAFE else row_security.within(scope):
            return view(*args, **kwargs)

    return opened


def tracked(request: HttpRequest) -> Tracked | None:
    """Return what was opened with reference and code in this session."""
    held = request.session.get(_SESSION)
    if held is None:
        return None
    reference = Reference(held)
    with row_security.system("portal.track"):
        return Tracked(reference, cases.case_with_reference(reference))


def opened_case(request: HttpRequest) -> cases.CaseId:
    """Return the case that was opened in this session.

    Raises:
        NotOpened: there is none.
    """
    held = tracked(request)
    if held is None or held.case_id is None:
        raise NotOpened(
            _("Open it again with your reference and access code; this page does not keep you signed in.")
        )
    return held.case_id


@sensitive_post_parameters("code")
@never_cache
@get_or_post
def find(request: HttpRequest) -> HttpResponse:
    """Take reference and code, and never say which of the two was wrong."""
    form = Find(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference = parse_reference(form.cleaned_data["reference"])
        if reference is not None and _fits(reference, form.cleaned_data["code"]):
            request.session.cycle_key()
            request.session[_SESSION] = reference
            return redirect("portal:track_case")
        return _refuse(request, form)
    status = 422 if form.errors else 200
    return render(request, "portal/track/find.html", {"form": form, "here": "track"}, status=status)


def _fits(reference: Reference, code: str) -> bool:
    """Try the cases and what is not yet one; both are always tried, so that neither can be told by the time."""
    with row_security.system("portal.find"):
        of_case = cases.find_by_code(reference, code) is not None
        waiting = intake.track(reference, code) is not None
    return of_case or waiting


def _refuse(request: HttpRequest, form: Find) -> HttpResponse:
    tried = parse_reference(form.cleaned_data["reference"]) or form.cleaned_data["reference"]
    wait = guesses.wrong(tried, clock.now())
    form.add_error(None, _("Reference and code do not belong together. Check both, sign by sign."))
    if wait:
        form.add_error(
            None,
            _("There were many wrong tries. Wait %(seconds)d seconds.") % {"seconds": wait.total_seconds()},
        )
    response = render(
        request, "portal/track/find.html", {"form": form, "here": "track"}, status=429 if wait else 422
    )
    if wait:
        response["Retry-After"] = str(int(wait.total_seconds()))
    return response


@never_cache
@require_safe
@own_matter
def case(request: HttpRequest) -> HttpResponse:
    """The page of one matter."""
    held = tracked(request)
    if held is None:
        return redirect("portal:track")
    if held.case_id is None:
        return _not_a_case(request, held)
    at = clock.now()
    language = get_language() or "zh"
    view = cases.public_view(held.case_id, at)
    words, tone = progress.stands(view.state)
    units = organisation.units()
    described = files.describe([attachment.file_id for attachment in view.attachments])
    page = {
        "here": "track",
        "view": view,
        "bell": bells.bell_of(held.reference),
        "stands": words,
        "tone": tone,
        "due": progress.due(view, said(timezone.localtime(view.due_at)) if view.due_at else "", language, at),
        "topic": cases.topics().name(view.topic_code) if view.topic_code else "",
        "unit": units.name(view.unit_id) if view.unit_id else "",
        "answers": [
            (answer, units.name(answer.unit_id), _found(described, answer.attachment_ids))
            for answer in view.answers
        ],
        "looks": [(look, units.name(look.unit_id)) for look in view.looks],
        "reviews": review.resident_reviews(case_id=held.case_id, at=at),
        "attachments": _found(described, [one.file_id for one in view.attachments if one.from_resident]),
    }
    return render(request, "portal/track/case.html", page)


def _found(described: Mapping[UUID, files.FileView], wanted: Sequence[UUID]) -> list[files.FileView]:
    return [described[public_id] for public_id in wanted if public_id in described]


def _not_a_case(request: HttpRequest, held: Tracked) -> HttpResponse:
    """Show what waits, was rejected, or has joined a matter that was told before."""
    page = {**_waiting(held), "here": "track"}
    kept = page["kept"]
    if isinstance(kept, intake.Tracked) and kept.case_reference:
        at, language = clock.now(), get_language() or "zh"
        with row_security.system("portal.joined"):
            view = cases.joined_view(kept.case_reference, kept.reference, at)
        words, tone = progress.stands(view.state)
        units = organisation.units()
        page |= {
            "view": view,
            "stands": words,
            "tone": tone,
            "unit": units.name(view.unit_id) if view.unit_id else "",
            "due": view.due_at if view.is_open else None,
            "due_why": view.due_why_zh if language.startswith("zh") else view.due_why_en,
            "answers": [(answer, units.name(answer.unit_id)) for answer in view.answers],
        }
        return render(request, "portal/track/joined.html", page)
    return render(request, "portal/track/waiting.html", page)


def _waiting(held: Tracked) -> dict[str, object]:
    """Return what there is to say of something that is no case, or not yet."""
    kept = intake.track_again(held.reference)
    chinese = (get_language() or "zh").startswith("zh")
    reason = "" if kept is None else kept.reason_zh if chinese else kept.reason_en
    return {"held": held, "bell": bells.bell_of(held.reference), "kept": kept, "reason": reason}


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the matter in this browser."""
    request.session.pop(_SESSION, None)
    return redirect("portal:home")
