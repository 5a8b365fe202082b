"""Signing in, choosing a post, signing out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console import door, half, session
from answerable.interfaces.console.addresses import ours
from answerable.interfaces.console.refusals import told
from answerable.kernel import clock


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take name and password; a second factor follows. Whether the name or the password was wrong is not said."""
    if request.method != "POST":
        return door.show(request, door.SignIn(), target=ours(request.GET.get("next", "")))
    at = clock.now()
    form = door.SignIn(request.POST)
    sealed = request.POST.get("kept", "")
    target = ours(request.POST.get("next", ""))
    if form.is_valid():
        with told(form):
            account = organisation.sign_in(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                at=at,
                device=request.COOKIES.get(session.DEVICE, ""),
            )
            if account is not None:
                passed = half.start(request, account, target=target, kept=sealed, at=at)
                return redirect("console:enrol" if passed.sealed else "console:second")
            form.add_error(None, _("User name and password do not fit together. Check both and try again."))
    lost_files = request.POST.get("lost_files") == "yes"
    return door.show(request, form, kept=sealed, lost_files=lost_files, target=target, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """Choose in which post to act: one person may hold several."""
    at = clock.now()
    sitting = session.sitting_of(request, at)
    if sitting is None:
        return redirect("console:sign_in")
    if request.method == "POST" and session.choose(request, sitting, _uuid(request.POST.get("post", ""))):
        target = ours(request.POST.get("next", ""))
        response: HttpResponse = redirect(target or "console:today")
    else:
        tree = organisation.units()
        posts = [(post, tree.path(post.unit_id)) for post in sitting.posts]
        response = render(request, "console/choose_post.html", {"posts": posts, "chosen": sitting.post})
    session.leave_trace(request, response, at, sitting)
    add_never_cache_headers(response)
    return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    session.end(request, clock.now())
    response = redirect("console:sign_in")
    response.delete_cookie(session.cookie_name())
    # What this browser still holds of the desk goes too (SECURITY, T16).
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
