"""Rate by the code of an invitation. The code comes by hand or from behind the # of a link, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from answerable.contexts.review import api as review
from answerable.interfaces.portal.forms.track import Code, Rating
from answerable.interfaces.portal.views.tell import get_or_post
from answerable.interfaces.portal.views.track_acts import rating_of
from answerable.interfaces.web.source import source_of
from answerable.kernel import clock
from answerable.kernel.errors import AnswerableError


@sensitive_post_parameters("code")
@never_cache
@get_or_post
def rate(request: HttpRequest) -> HttpResponse:
    """First the code, then the questions; the code goes along as a hidden field and is kept nowhere."""
    code = Code(request.POST or None)
    if request.method != "POST" or not code.is_valid():
        return _ask_code(request, code)
    at, typed, source = clock.now(), code.cleaned_data["code"], source_of(request)
    form = Rating(request.POST if "satisfaction" in request.POST or "sent" in request.POST else None)
    try:
        found = review.rating_by_code(code=typed, at=at, source=source)
        if form.is_valid():
            done = review.rate_round(code=typed, at=at, source=source, **rating_of(form))
            return render(request, "portal/rate/thanks.html", {"review": done, "here": "rate"})
    except AnswerableError as error:
        code.add_error("code", str(error))
        return _ask_code(request, code, status=error.status)
    page = {"form": form, "code": typed, "review": found, "here": "rate", "back": "portal:rate"}
    return render(request, "portal/rate/form.html", page, status=422 if form.errors else 200)


def _ask_code(request: HttpRequest, form: Code, status: int = 422) -> HttpResponse:
    return render(
        request,
        "portal/rate/code.html",
        {"form": form, "here": "rate"},
        status=status if form.errors else 200,
    )
